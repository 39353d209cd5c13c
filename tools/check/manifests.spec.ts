import { composeFindings } from './compose-rules.mjs';
import { kubernetesFindings, kustomizationFindings } from './kubernetes-rules.mjs';
import { settingsIn, settingsOf } from './service-settings.mjs';

type Loose = Record<string, unknown>;

const need = (name: string, secret = false) => ({ name, required: true, secret });
const settings = { core: [need('TOKEN', true), need('PUBLIC_URL'), { name: 'PORT', required: false, secret: false }] };

describe('the settings of a service', () => {
  it('are read from its class: what may be left out, what is secret', () => {
    const source = [
      "  @EnvVar({ what: 'a', example: 'b', secret: true })\n  @IsX()\n  TOKEN: string[];\n",
      "  @EnvVar({ what: 'a', example: 'b', optional: true })\n  LOG_LEVEL: Level = 'info';\n",
      "  @EnvVar(seconds('60'))\n  POLL_SECONDS = 60;\n",
    ];
    expect(settingsIn(`class A {\n${source.join('\n')}}`)).toEqual([
      { name: 'TOKEN', required: true, secret: true },
      { name: 'LOG_LEVEL', required: false, secret: false },
      { name: 'POLL_SECONDS', required: false, secret: false },
    ]);
  });

  it('are found where the services keep them', () => {
    const names = settingsOf(['reconciler']).reconciler.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['DATABASE_URL', 'INVENTORY_CORE_URL', 'TILLBRIDGE_SERVICE_TOKEN']));
    expect(names).not.toContain('ALERT_WEBHOOK_URL');
  });

  it('are those of the shared class too that its own extends', () => {
    const found = settingsOf(['inventory-core'])['inventory-core'];
    expect(found).toContainEqual({ name: 'ALERT_WEBHOOK_URL', required: false, secret: true });
    expect(found).toContainEqual({ name: 'ALERT_MAIL_TO', required: false, secret: false });
  });
});

describe('docker-compose.yml', () => {
  const expected = { settings, images: { postgres: 'postgres:18' } };
  const ours = (environment: Loose = {}, change: Loose = {}) => ({
    build: '.',
    depends_on: ['postgres'],
    read_only: true,
    cap_drop: ['ALL'],
    environment: { SERVICE: 'core', TOKEN: '${TOKEN:-}', PUBLIC_URL: 'https://x', ...environment },
    ...change,
  });
  const good = () => ({
    services: {
      postgres: { image: 'postgres:18', ports: ['127.0.0.1:5432:5432'], volumes: ['data:/var/lib/postgresql'] },
      core: ours(),
    } as Record<string, Loose>,
    volumes: { data: null },
  });

  it('passes when it agrees with the code', () => {
    expect(composeFindings(good(), expected)).toEqual([]);
  });

  it.each<[string, string, Loose]>([
    ['another database than the tests use', 'tests use postgres:18', { postgres: { image: 'postgres:17' } }],
    ['a service that is missing', 'no service runs', { core: undefined }],
    [
      'a port that is open to the network',
      'to every network',
      { postgres: { image: 'postgres:18', ports: ['5432:5432'] } },
    ],
    ['a volume nobody declared', 'not declared', { postgres: { image: 'postgres:18', volumes: ['lost:/x'] } }],
    ['a dependency that is missing', 'depends on broker', { extra: { image: 'x', depends_on: { broker: {} } } }],
    ['a service without an image', 'neither image nor build', { extra: {} }],
    ['a service nobody knows', 'core: runs "cor", which is no service', { core: ours({ SERVICE: 'cor' }) }],
    ['one unknown among several', 'runs "lost"', { all: ours({ SERVICE: undefined, SERVICES: 'core lost' }) }],
    ['a setting nobody reads', 'sets PUBLIC_ULR, which no service reads', { core: ours({ PUBLIC_ULR: 'x' }) }],
    ['a secret that is written down', 'core: TOKEN is written down', { core: ours({ TOKEN: 'abc' }) }],
    ['a secret as the default', 'core: TOKEN is written down', { core: ours({ TOKEN: '${TOKEN:-abc}' }) }],
    ['a container that may write', 'core: may write', { core: ours({}, { read_only: false }) }],
    [
      'a setting that is not given',
      'core needs PUBLIC_URL, which is not provided',
      { core: ours({}, { environment: { SERVICE: 'core', TOKEN: '${TOKEN:-}' } }) },
    ],
  ])('finds %s', (_what, says, change) => {
    const compose = good();
    const services = Object.fromEntries(Object.entries({ ...compose.services, ...change }).filter(([, one]) => one));
    expect(composeFindings({ ...compose, services }, expected).join('\n')).toContain(says);
  });
});

describe('a secret in docker-compose.yml', () => {
  it('is given only to what runs a service that reads it', () => {
    const given = (environment: Loose) => {
      const both = { ...settings, mail: [need('MAIL_URL', true)] };
      const secrets = { TOKEN: '${TOKEN:-}', PUBLIC_URL: 'https://x', MAIL_URL: '${MAIL_URL:-}' };
      const one = { build: '.', read_only: true, cap_drop: ['ALL'], environment: { ...secrets, ...environment } };
      const found = composeFindings({ services: { one } }, { settings: both, images: {} });
      return found.filter((finding) => finding.startsWith('one: '));
    };
    expect(given({ SERVICE: 'core' })).toEqual(['one: is given MAIL_URL, a secret it does not read; take it out']);
    expect(given({ SERVICES: 'core mail' })).toEqual([]);
  });
});

describe('k8s/', () => {
  const labels = { app: 'core' };
  const env = (...more: Loose[]) =>
    [{ name: 'SERVICE', value: 'core' }, { name: 'PUBLIC_URL', value: 'https://x' }, ...more] as Loose[];
  const expected = { settings, secretKeys: ['TOKEN'] };
  const container = () => ({
    env: env(),
    ports: [{ name: 'http', containerPort: 3100 }],
    envFrom: [{ secretRef: { name: 'tillbridge' } }] as Loose[],
    startupProbe: { httpGet: { path: '/health/live' } },
    livenessProbe: { httpGet: { path: '/health/live' } },
    readinessProbe: { httpGet: { path: '/health/ready' } },
    resources: { requests: { cpu: '1' }, limits: { memory: '1' } },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  });
  const podSecurity = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
  const objects = (change: Loose = {}, pod: Loose = {}, port = 3100) => [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'core' },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { securityContext: podSecurity, containers: [{ ...container(), ...change }], ...pod },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'core' },
      spec: { selector: labels, ports: [{ port, targetPort: 'http' }] },
    },
  ];

  /** Points the selector of one of the two objects elsewhere. */
  const unselected = (kind = 'Deployment') =>
    objects().map((one) =>
      one.kind !== kind
        ? one
        : {
            ...one,
            spec: { ...one.spec, selector: kind === 'Service' ? { app: 'lost' } : { matchLabels: { app: 'lost' } } },
          },
    );
  const renamed = (name: string) => objects().map((one) => ({ ...one, metadata: { name } }));
  const ingress = (path: string, name: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'webhooks' },
    spec: { rules: [{ http: { paths: [{ path, backend: { service: { name } } }] } }] },
  });

  it('passes when it agrees with itself', () => {
    expect(kubernetesFindings(objects(), expected)).toEqual([]);
  });

  it.each<[string, string, Loose[], typeof expected?]>([
    [
      'a service without a Deployment',
      'other has no Deployment',
      objects(),
      { ...expected, settings: { ...settings, other: [] } as typeof settings },
    ],
    ['a probe that asks the wrong thing', 'does not ask /health/live', objects({ livenessProbe: undefined })],
    ['a readiness that asks the wrong thing', 'does not ask /health/ready', objects({ readinessProbe: undefined })],
    ['no patience at the start', 'startupProbe does not ask', objects({ startupProbe: undefined })],
    ['a pod that may call anything', 'seccompProfile', objects({}, { securityContext: { runAsNonRoot: true } })],
    ['a pod that may write', 'readOnlyRootFilesystem: true', objects({ securityContext: {} })],
    ['a pod with capabilities', 'drop: [ALL]', objects({ securityContext: { readOnlyRootFilesystem: true } })],
    [
      'a service nobody knows',
      'runs "cor", which is no service',
      objects({ env: [{ name: 'SERVICE', value: 'cor' }] }),
    ],
    ['a Deployment of another service', 'give it SERVICE core', objects({ env: [] })],
    ['a setting that is not given', 'needs PUBLIC_URL', objects({ env: [{ name: 'SERVICE', value: 'core' }] })],
    ['a secret that the Secret lacks', 'core needs TOKEN', objects(), { ...expected, secretKeys: [] }],
    ['a setting nobody reads', 'sets PUBLIC_ULR', objects({ env: env({ name: 'PUBLIC_ULR', value: 'x' }) })],
    ['a secret that is written down', 'TOKEN is written down', objects({ env: env({ name: 'TOKEN', value: 'x' }) })],
    [
      'a secret in a ConfigMap',
      'ConfigMap shop: TOKEN is written down',
      [...objects(), { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'shop' }, data: { TOKEN: 'x' } }],
    ],
    [
      'a key that its Secret lacks',
      'takes KEY from tillbridge, which has no such key',
      objects({ env: env({ name: 'PORT', valueFrom: { secretKeyRef: { name: 'tillbridge', key: 'KEY' } } }) }),
    ],
    ['pods that are not selected', 'does not select its own pods', unselected()],
    ['a Service without pods', 'selects no pods', unselected('Service')],
    ['a till that is read twice', 'may run twice; one reader per till', renamed('lightspeed-gateway')],
    ['a store that is pushed to twice', 'may run twice; one pump per store', renamed('shopify-gateway')],
    ['a second core during a rollout', 'may run twice; two cores', renamed('inventory-core')],
    ['a path that is not for vendors', 'exposes /status', [...objects(), ingress('/status', 'core')]],
    ['an Ingress that leads nowhere', 'leads to lost', [...objects(), ingress('/webhooks/x', 'lost')]],
    ['a pod that may be root', 'may run as root', objects({}, { securityContext: {} })],
    ['a pod without limits', 'no resources', objects({ resources: {} })],
    [
      'a Secret that nobody makes',
      'Secret/lost, which is not there',
      objects({ envFrom: [{ secretRef: { name: 'lost' } }] }),
    ],
    ['a Service that leads nowhere', 'no container has port', objects({}, {}, 3199)],
    [
      'a secret in the repository',
      'no secret belongs',
      [...objects(), { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' } }],
    ],
  ])('finds %s', (_what, says, documents, against = expected) => {
    expect(kubernetesFindings(documents, against).join('\n')).toContain(says);
  });

  it('finds a kustomization that lists, forgets or changes the wrong things', () => {
    const surroundings = {
      present: (target: string) => target === 'a.yaml',
      beside: ['a.yaml', 'b.yaml'],
      names: ['Deployment/core', 'Deployment/lightspeed-gateway', 'Deployment/inventory-core'],
    };
    const kustomization = {
      kind: 'Kustomization',
      resources: ['a.yaml', 'gone.yaml'],
      replicas: [
        { name: 'other', count: 2 },
        { name: 'lightspeed-gateway', count: 2 },
        { name: 'inventory-core', count: 3 },
      ],
    };
    expect(kustomizationFindings(kustomization, surroundings)).toEqual([
      'gone.yaml is not there',
      'b.yaml lies there but is not a resource',
      'changes Deployment/other, which is not in the base',
      'runs lightspeed-gateway 2 times; one reader per till account: count: 1',
      'runs inventory-core 3 times; two cores may each miss half of a new link: count: 1',
    ]);
  });
});
