// What k8s/ must keep to.
import { environmentFindings, secretNames } from './service-settings.mjs';

/** Made by hand in the cluster and only referred to here: their values are secret or belong to the shop. */
const MADE_ELSEWHERE = [
  'Secret/tillbridge',
  'Secret/tillbridge-alerts',
  'Secret/tillbridge-vendors',
  'ConfigMap/tillbridge-shop',
];

/** What may not run twice, not even while a release is rolled out, and why. */
const ALONE = {
  'inventory-core': 'two cores may each miss half of a new link',
  'shopify-gateway': 'one pump per store',
  'lightspeed-gateway': 'one reader per till account',
};

/**
 * @param {object[]} documents every object of the base
 * @param {{settings: object, secretKeys: string[]}} expected what our services need; what the Secret tillbridge is made of
 */
export function kubernetesFindings(documents, { settings, secretKeys }) {
  const services = Object.keys(settings);
  const of = (kind) => documents.filter((document) => document.kind === kind);
  const byName = (kind) => new Map(of(kind).map((document) => [document.metadata?.name, document]));
  const [deployments, served] = [byName('Deployment'), byName('Service')];
  const data = {
    'Secret/tillbridge': secretKeys,
    ...Object.fromEntries(
      of('ConfigMap').map((one) => [`ConfigMap/${one.metadata?.name}`, Object.keys(one.data ?? {})]),
    ),
  };
  const workloads = [...of('Deployment'), ...of('Job')];
  const known = new Set([...MADE_ELSEWHERE, ...documents.map(({ kind, metadata }) => `${kind}/${metadata?.name}`)]);
  return [
    ...documents
      .filter((one) => !one.apiVersion || !one.kind || !one.metadata?.name)
      .map(() => 'an object without apiVersion, kind or name'),
    ...of('Secret').map(({ metadata }) => `Secret ${metadata?.name}: no secret belongs into the repository`),
    ...services.filter((name) => !deployments.has(name)).map((name) => `${name} has no Deployment`),
    ...services.filter((name) => !served.has(name)).map((name) => `${name} has no Service`),
    ...workloads.flatMap((workload) => podFindings(workload, known)),
    ...workloads.flatMap((workload) => settingFindings(workload, { settings, data })),
    ...of('ConfigMap').flatMap(({ metadata, data: values = {} }) =>
      plainSecrets(`ConfigMap ${metadata.name}`, values, settings),
    ),
    ...of('Ingress').flatMap((ingress) => ingressFindings(ingress, served)),
    ...of('Deployment').flatMap(deploymentFindings),
    ...[...served].flatMap(([name, service]) => routeFindings(name, service, of('Deployment'))),
  ];
}

function podFindings({ kind, metadata, spec }, known) {
  const pod = spec.template.spec;
  const at = `${kind} ${metadata.name}`;
  return [
    ...(pod.securityContext?.runAsNonRoot ? [] : [`${at} may run as root`]),
    ...(pod.securityContext?.seccompProfile?.type === 'RuntimeDefault'
      ? []
      : [`${at}: seccompProfile is not RuntimeDefault`]),
    ...pod.containers.flatMap((container) => [
      ...(container.securityContext?.readOnlyRootFilesystem ? [] : [`${at}: may write; readOnlyRootFilesystem: true`]),
      ...(container.securityContext?.capabilities?.drop?.includes('ALL')
        ? []
        : [`${at}: keeps capabilities; drop: [ALL]`]),
      ...(container.resources?.requests && container.resources?.limits?.memory ? [] : [`${at}: no resources`]),
      ...(container.securityContext?.allowPrivilegeEscalation === false ? [] : [`${at}: may gain privileges`]),
    ]),
    ...references(pod)
      .filter((reference) => !known.has(reference))
      .map((reference) => `${at} refers to ${reference}, which is not there`),
  ];
}

function settingFindings({ kind, metadata, spec }, { settings, data }) {
  const at = `${kind} ${metadata.name}`;
  return spec.template.spec.containers.flatMap(({ envFrom = [], env = [] }) => {
    const shared = envFrom.flatMap(
      ({ configMapRef, secretRef }) =>
        data[configMapRef ? `ConfigMap/${configMapRef.name}` : `Secret/${secretRef?.name}`] ?? [],
    );
    const known = new Set(Object.values(settings).flatMap((all) => all.map(({ name }) => name)));
    const written = Object.fromEntries(env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
    // A shared ConfigMap may hold what only some of its readers know.
    const provided = {
      ...Object.fromEntries(shared.filter((name) => known.has(name)).map((name) => [name, ''])),
      ...written,
    };
    const run = written.SERVICE ?? written.SERVICES;
    return [
      ...(run ? [] : [`${at} runs no service; give it SERVICE`]),
      ...environmentFindings(provided, settings).map((found) => `${at}: ${found}`),
      ...plainSecrets(
        at,
        Object.fromEntries(env.filter(({ value }) => value).map(({ name, value }) => [name, value])),
        settings,
      ),
      ...env.flatMap(({ valueFrom }) => missingKey(valueFrom, data)).map((found) => `${at}: ${found}`),
    ];
  });
}

function missingKey({ configMapKeyRef, secretKeyRef } = {}, data) {
  const { name, key } = configMapKeyRef ?? secretKeyRef ?? {};
  const keys = data[`${configMapKeyRef ? 'ConfigMap' : 'Secret'}/${name}`];
  return keys && !keys.includes(key)
    ? [`takes ${key} from ${name}, which has no such key; one of ${keys.join(', ')}`]
    : [];
}

function plainSecrets(at, values, settings) {
  const secret = secretNames(settings);
  return Object.keys(values)
    .filter((name) => secret.has(name))
    .map((name) => `${at}: ${name} is written down; take it from the Secret tillbridge`);
}

/** Vendors need the webhooks; everything else of a service is for the inside of the cluster. */
function ingressFindings({ metadata, spec }, served) {
  const paths = (spec.rules ?? []).flatMap(({ http }) => http?.paths ?? []);
  return [
    ...paths
      .filter(({ path }) => !path?.startsWith('/webhooks/'))
      .map(({ path }) => `Ingress ${metadata.name} exposes ${path}; only what begins with /webhooks/ may be`),
    ...paths
      .filter(({ backend }) => !served.has(backend?.service?.name))
      .map(({ backend }) => `Ingress ${metadata.name} leads to ${backend?.service?.name}, which is no Service`),
    ...(spec.defaultBackend ? [`Ingress ${metadata.name} has a default backend; it exposes every path`] : []),
  ];
}

/** ConfigMaps and Secrets that a pod reads, as Kind/name. */
function references({ containers, volumes = [] }) {
  const sources = containers.flatMap(({ envFrom = [], env = [] }) => [
    ...envFrom.flatMap(({ configMapRef, secretRef }) => [
      configMapRef && `ConfigMap/${configMapRef.name}`,
      secretRef && `Secret/${secretRef.name}`,
    ]),
    ...env.flatMap(({ valueFrom }) => [
      valueFrom?.configMapKeyRef && `ConfigMap/${valueFrom.configMapKeyRef.name}`,
      valueFrom?.secretKeyRef && `Secret/${valueFrom.secretKeyRef.name}`,
    ]),
  ]);
  const mounted = volumes.flatMap(({ configMap, secret }) => [
    configMap && `ConfigMap/${configMap.name}`,
    secret && `Secret/${secret.secretName}`,
  ]);
  return [...sources, ...mounted].filter(Boolean);
}

function deploymentFindings({ metadata, spec }) {
  const labels = spec.template.metadata?.labels ?? {};
  const [container] = spec.template.spec.containers;
  const probes = { startupProbe: '/health/live', livenessProbe: '/health/live', readinessProbe: '/health/ready' };
  return [
    ...(carries(labels, spec.selector?.matchLabels)
      ? []
      : [`Deployment ${metadata.name} does not select its own pods`]),
    ...Object.entries(probes)
      .filter(([probe, route]) => container[probe]?.httpGet?.path !== route)
      .map(([probe, route]) => `Deployment ${metadata.name}: ${probe} does not ask ${route}`),
    ...(container.env?.some(({ name, value }) => name === 'SERVICE' && value === metadata.name)
      ? []
      : [`Deployment ${metadata.name} runs another service; give it SERVICE ${metadata.name}`]),
    ...(!ALONE[metadata.name] || (spec.replicas === 1 && spec.strategy?.type === 'Recreate')
      ? []
      : [`Deployment ${metadata.name} may run twice; ${ALONE[metadata.name]}: replicas: 1, type: Recreate`]),
  ];
}

function routeFindings(name, { spec }, deployments) {
  const behind = deployments.find((deployment) => carries(deployment.spec.template.metadata.labels, spec.selector));
  if (!behind) return [`Service ${name} selects no pods`];
  const open = behind.spec.template.spec.containers.flatMap(({ ports = [] }) => ports);
  return spec.ports
    .filter(({ port, targetPort }) => !open.some((one) => one.name === targetPort && one.containerPort === port))
    .map(({ port, targetPort }) => `Service ${name}: no container has port ${targetPort} at ${port}`);
}

const carries = (labels, wanted) =>
  Boolean(wanted) && Object.entries(wanted).every(([key, value]) => labels[key] === value);

/**
 * @param {object} kustomization
 * @param {{present: (path: string) => boolean, beside: string[], names: string[]}} surroundings whether a path exists from
 *   its folder; the other files of its folder; Kind/name of every object of the base
 */
export function kustomizationFindings(
  { kind, resources = [], patches = [], replicas = [] },
  { present, beside, names },
) {
  const targets = patches.map(({ target }) => `${target?.kind}/${target?.name}`);
  const scaled = replicas.map(({ name }) => `Deployment/${name}`);
  const doubled = replicas.filter(({ name, count }) => ALONE[name] && count > 1);
  return [
    ...(kind === 'Kustomization' ? [] : ['kind is not Kustomization']),
    ...resources.filter((resource) => !present(resource)).map((resource) => `${resource} is not there`),
    ...beside.filter((name) => !resources.includes(name)).map((name) => `${name} lies there but is not a resource`),
    ...[...targets, ...scaled]
      .filter((target) => !names.includes(target))
      .map((target) => `changes ${target}, which is not in the base`),
    ...doubled.map(({ name, count }) => `runs ${name} ${count} times; ${ALONE[name]}: count: 1`),
  ];
}
