import { composeFindings } from './compose-rules.mjs';
import { kubernetesFindings, kustomizationFindings } from './kubernetes-rules.mjs';

type Loose = Record<string, unknown>;

describe('docker-compose.yml', () => {
  const expected = { services: ['core'], images: { postgres: 'postgres:18' } };
  const good = () => ({
    services: {
      postgres: { image: 'postgres:18', ports: ['127.0.0.1:5432:5432'], volumes: ['data:/var/lib/postgresql'] },
      core: { build: '.', command: ['dist/apps/core/src/main.js'], depends_on: ['postgres'] },
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
  ])('finds %s', (_what, says, change) => {
    const compose = good();
    const services = Object.fromEntries(Object.entries({ ...compose.services, ...change }).filter(([, one]) => one));
    expect(composeFindings({ ...compose, services }, expected).join('\n')).toContain(says);
  });
});

describe('k8s/', () => {
  const labels = { app: 'core' };
  const container = () => ({
    args: ['dist/apps/core/src/main.js'],
    ports: [{ name: 'http', containerPort: 3100 }],
    envFrom: [{ secretRef: { name: 'tillbridge' } }] as Loose[],
    livenessProbe: { httpGet: { path: '/health/live' } },
    readinessProbe: { httpGet: { path: '/health/ready' } },
    resources: { requests: { cpu: '1' }, limits: { memory: '1' } },
    securityContext: { allowPrivilegeEscalation: false },
  });
  const objects = (change: Loose = {}, pod: Loose = {}, port = 3100) => [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'core' },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { securityContext: { runAsNonRoot: true }, containers: [{ ...container(), ...change }], ...pod },
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

  it('passes when it agrees with itself', () => {
    expect(kubernetesFindings(objects(), ['core'])).toEqual([]);
  });

  it.each<[string, string, Loose[], string[]?]>([
    ['a service without a Deployment', 'other has no Deployment', objects(), ['core', 'other']],
    ['a probe that asks the wrong thing', 'does not ask /health/live', objects({ livenessProbe: undefined })],
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
  ])('finds %s', (_what, says, documents, services = ['core']) => {
    expect(kubernetesFindings(documents, services).join('\n')).toContain(says);
  });

  it('finds a kustomization that lists, forgets or changes the wrong things', () => {
    const surroundings = {
      present: (target: string) => target === 'a.yaml',
      beside: ['a.yaml', 'b.yaml'],
      names: ['Deployment/core'],
    };
    const kustomization = {
      kind: 'Kustomization',
      resources: ['a.yaml', 'gone.yaml'],
      replicas: [{ name: 'other', count: 2 }],
    };
    expect(kustomizationFindings(kustomization, surroundings)).toEqual([
      'gone.yaml is not there',
      'b.yaml lies there but is not a resource',
      'changes Deployment/other, which is not in the base',
    ]);
  });
});
