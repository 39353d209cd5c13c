// What docker-compose.yml must keep to.
import { environmentFindings, secretNames, secretsOfOthers, servicesRun } from './service-settings.mjs';

/**
 * @param {object} compose the parsed file
 * @param {{settings: object, images: Record<string, string>}} expected what our services need; the images that tests use too
 * @returns {string[]}
 */
export function composeFindings({ services = {}, volumes = {} }, expected) {
  return [
    ...Object.keys(expected.settings)
      .filter((name) => services[name]?.environment?.SERVICE !== name)
      .map((name) => `no service runs ${name} under its name; give it SERVICE: ${name}`),
    ...Object.entries(expected.images)
      .filter(([name, image]) => services[name]?.image !== image)
      .map(([name, image]) => `${name} is ${services[name]?.image}, tests use ${image}`),
    ...Object.entries(services).flatMap(([name, service]) =>
      [...serviceFindings(service, { services, volumes }), ...oursFindings(service, expected.settings)].map(
        (found) => `${name}: ${found}`,
      ),
    ),
  ];
}

function serviceFindings(service, { services, volumes }) {
  const needed = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
  const named = (service.volumes ?? [])
    .map((volume) => volume.split(':')[0])
    .filter((source) => /^[\w-]+$/.test(source));
  return [
    ...(service.image || service.build ? [] : ['neither image nor build']),
    ...needed.filter((name) => !services[name]).map((name) => `depends on ${name}, which is not there`),
    ...named.filter((name) => !(name in volumes)).map((name) => `uses the volume ${name}, which is not declared`),
    ...(service.ports ?? [])
      .filter((port) => !String(port).startsWith('127.0.0.1:'))
      .map((port) => `publishes ${port} to every network the machine is in; write 127.0.0.1:`),
  ];
}

/** What holds for our own containers only. */
function oursFindings({ environment = {}, read_only: readOnly, cap_drop: dropped = [] }, settings) {
  if (servicesRun(environment).length === 0) return [];
  const secret = secretNames(settings);
  return [
    ...environmentFindings(environment, settings),
    ...secretsOfOthers(environment, settings).map((name) => `is given ${name}, a secret it does not read; take it out`),
    ...(readOnly && dropped.includes('ALL')
      ? []
      : ['may write or keeps capabilities; read_only: true, cap_drop: [ALL]']),
    ...Object.entries(environment)
      .filter(([name, value]) => secret.has(name) && !LOCAL.test(value) && !/^\$\{\w+(:-|:\?[^}]*)?\}$/.test(value))
      .map(([name]) => `${name} is written down; take it from the environment: \${${name}:-}`),
  ];
}

/** The database and the broker of this very file, which only this machine reaches. */
const LOCAL = /^(postgres|amqp):\/\/tillbridge:tillbridge@(postgres|rabbitmq):/;
