// What k8s/ must keep to.

/** Made by hand in the cluster and only referred to here: their values are secret or belong to the shop. */
const MADE_ELSEWHERE = ['Secret/tillbridge', 'Secret/tillbridge-vendors', 'ConfigMap/tillbridge-shop'];

/**
 * @param {object[]} documents every object of the base
 * @param {string[]} services each has to have a Deployment and a Service
 */
export function kubernetesFindings(documents, services) {
  const of = (kind) => documents.filter((document) => document.kind === kind);
  const byName = (kind) => new Map(of(kind).map((document) => [document.metadata?.name, document]));
  const [deployments, served] = [byName('Deployment'), byName('Service')];
  const known = new Set([...MADE_ELSEWHERE, ...documents.map(({ kind, metadata }) => `${kind}/${metadata?.name}`)]);
  return [
    ...documents
      .filter((one) => !one.apiVersion || !one.kind || !one.metadata?.name)
      .map(() => 'an object without apiVersion, kind or name'),
    ...of('Secret').map(({ metadata }) => `Secret ${metadata?.name}: no secret belongs into the repository`),
    ...services.filter((name) => !deployments.has(name)).map((name) => `${name} has no Deployment`),
    ...services.filter((name) => !served.has(name)).map((name) => `${name} has no Service`),
    ...[...of('Deployment'), ...of('Job')].flatMap((workload) => podFindings(workload, known)),
    ...of('Deployment').flatMap(deploymentFindings),
    ...[...served].flatMap(([name, service]) => routeFindings(name, service, of('Deployment'))),
  ];
}

function podFindings({ kind, metadata, spec }, known) {
  const pod = spec.template.spec;
  const at = `${kind} ${metadata.name}`;
  return [
    ...(pod.securityContext?.runAsNonRoot ? [] : [`${at} may run as root`]),
    ...pod.containers.flatMap((container) => [
      ...(container.resources?.requests && container.resources?.limits?.memory ? [] : [`${at}: no resources`]),
      ...(container.securityContext?.allowPrivilegeEscalation === false ? [] : [`${at}: may gain privileges`]),
    ]),
    ...references(pod)
      .filter((reference) => !known.has(reference))
      .map((reference) => `${at} refers to ${reference}, which is not there`),
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
  const probes = { livenessProbe: '/health/live', readinessProbe: '/health/ready' };
  return [
    ...(carries(labels, spec.selector?.matchLabels)
      ? []
      : [`Deployment ${metadata.name} does not select its own pods`]),
    ...Object.entries(probes)
      .filter(([probe, route]) => container[probe]?.httpGet?.path !== route)
      .map(([probe, route]) => `Deployment ${metadata.name}: ${probe} does not ask ${route}`),
    ...(container.args?.[0] === `dist/apps/${metadata.name}/src/main.js`
      ? []
      : [`Deployment ${metadata.name} runs ${container.args?.[0]}`]),
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
  return [
    ...(kind === 'Kustomization' ? [] : ['kind is not Kustomization']),
    ...resources.filter((resource) => !present(resource)).map((resource) => `${resource} is not there`),
    ...beside.filter((name) => !resources.includes(name)).map((name) => `${name} lies there but is not a resource`),
    ...[...targets, ...scaled]
      .filter((target) => !names.includes(target))
      .map((target) => `changes ${target}, which is not in the base`),
  ];
}
