import { gid } from '../model/ids';
import type { Publication } from '../model/state';
import { page, type PageArgs } from './connection';
import type { TypeResolvers } from './context';

const only = (publication: Publication, args: PageArgs) =>
  page([{ id: publication.id, key: 0, value: publication }], args);

/** A publication, its catalogue, its channel and its app are one thing seen from four sides. */
export const publicationTypes: TypeResolvers = {
  Publication: {
    id: (one: Publication) => gid('Publication', one.id),
    name: (one: Publication) => one.name,
    autoPublish: () => false,
    supportsFuturePublishing: (one: Publication) => one.handle === 'online_store',
    catalog: (one: Publication) => Object.assign(Object.create(one) as Publication, { __typename: 'AppCatalog' }),
    channels: only,
  },
  AppCatalog: {
    id: (one: Publication) => gid('AppCatalog', one.id),
    title: (one: Publication) => `Channel Catalog ${one.id} - ${one.name}`,
    status: () => 'ACTIVE',
    apps: only,
    channels: only,
  },
  Channel: {
    id: (one: Publication) => gid('Channel', one.id),
    name: (one: Publication) => one.name,
    handle: (one: Publication) => one.handle,
  },
  App: {
    id: (one: Publication) => gid('App', one.appId),
    title: (one: Publication) => one.name,
    handle: (one: Publication) => one.handle,
  },
};
