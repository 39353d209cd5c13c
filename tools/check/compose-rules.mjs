// What docker-compose.yml must keep to.

/**
 * @param {object} compose the parsed file
 * @param {{services: string[], images: Record<string, string>}} expected our services; the images that tests use too
 * @returns {string[]}
 */
export function composeFindings({ services = {}, volumes = {} }, expected) {
  return [
    ...expected.services
      .filter((name) => !services[name]?.command?.some((part) => part === `dist/apps/${name}/src/main.js`))
      .map((name) => `no service runs dist/apps/${name}/src/main.js under its name`),
    ...Object.entries(expected.images)
      .filter(([name, image]) => services[name]?.image !== image)
      .map(([name, image]) => `${name} is ${services[name]?.image}, tests use ${image}`),
    ...Object.entries(services).flatMap(([name, service]) =>
      serviceFindings(service, { services, volumes }).map((found) => `${name}: ${found}`),
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
