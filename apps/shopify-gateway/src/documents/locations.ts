/** Deactivated ones too, to say so of one that is configured, and those of fulfilment services: orders may go there. */
export const locations = /* GraphQL */ `
  query Locations($after: String) {
    locations(first: 100, after: $after, includeInactive: true, includeLegacy: true, sortKey: ID) {
      nodes {
        id
        legacyResourceId
        name
        isActive
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
