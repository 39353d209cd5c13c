// docker-compose.yml, Dockerfile and k8s/ parse, refer only to what exists and agree with the code. Run by `npm run check`.
import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments, parseDocument } from 'yaml';
import { POSTGRES_IMAGE, RABBITMQ_IMAGE } from '../infra/docker.mjs';
import { SERVICES } from '../kit/services.mjs';
import { composeFindings } from './compose-rules.mjs';
import { kubernetesFindings, kustomizationFindings } from './kubernetes-rules.mjs';
import { settingsOf } from './service-settings.mjs';

const settings = settingsOf(SERVICES);

const read = (file) => fs.readFileSync(file, 'utf8');
const yamlFiles = (folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.yaml'));

function composeFile() {
  const document = parseDocument(read('docker-compose.yml'), { merge: true });
  if (document.errors.length) return document.errors.map(({ message }) => `docker-compose.yml: ${message}`);
  const images = { postgres: POSTGRES_IMAGE, rabbitmq: RABBITMQ_IMAGE };
  return composeFindings(document.toJS(), { settings, images }).map((found) => `docker-compose.yml: ${found}`);
}

function dockerfile() {
  const text = read('Dockerfile');
  const runsAs = [...text.matchAll(/^USER (\S+)/gm)].at(-1)?.[1];
  return [
    ...(runsAs && runsAs !== 'root' ? [] : ['Dockerfile: the last stage runs as root']),
    ...(/^HEALTHCHECK\b/m.test(text) && text.includes('/health/live')
      ? []
      : ['Dockerfile: no HEALTHCHECK asks /health/live']),
    ...(/^RUN npm ci\b/m.test(text) ? [] : ['Dockerfile: packages are not installed from the lock (npm ci)']),
  ];
}

function kubernetes() {
  const base = 'k8s/base';
  const documents = yamlFiles(base)
    .filter((name) => name !== 'kustomization.yaml')
    .flatMap((name) => parseAllDocuments(read(path.join(base, name))))
    .flatMap((document) => (document.errors.length ? [{ errors: document.errors }] : [document.toJS()]));
  const broken = documents
    .filter(({ errors }) => errors)
    .flatMap(({ errors }) => errors.map(({ message }) => `${base}: ${message}`));
  if (broken.length) return broken;
  const folders = [base, ...fs.readdirSync('k8s/overlays').map((name) => path.join('k8s/overlays', name))];
  const names = documents.map(({ kind, metadata }) => `${kind}/${metadata?.name}`);
  return [
    ...kubernetesFindings(documents, { settings, secretKeys: secretKeys(base) }).map((found) => `${base}: ${found}`),
    ...folders.flatMap((folder) => kustomization(folder, names)),
  ];
}

/** The Secret is made by hand; the comment that says how is what it holds. */
const secretKeys = (base) =>
  [...read(path.join(base, 'kustomization.yaml')).matchAll(/--from-literal=([A-Z_]+)=/g)].map(([, name]) => name);

function kustomization(folder, names) {
  const document = parseDocument(read(path.join(folder, 'kustomization.yaml')));
  if (document.errors.length) return document.errors.map(({ message }) => `${folder}: ${message}`);
  const present = (target) => fs.existsSync(path.join(folder, target));
  const beside = yamlFiles(folder).filter((name) => name !== 'kustomization.yaml');
  return kustomizationFindings(document.toJS(), { present, beside, names }).map((found) => `${folder}: ${found}`);
}

const findings = [...composeFile(), ...dockerfile(), ...kubernetes()];
for (const finding of findings) console.log(finding);
if (findings.length === 0) console.log('docker-compose.yml, Dockerfile and k8s/ agree with the code');
process.exitCode = findings.length ? 1 : 0;
