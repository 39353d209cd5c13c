/** Of an app's own publication the catalogue names the app; its handle is the same in every language. */
export const publications = /* GraphQL */ `
  query Publications($after: String) {
    publications(first: 25, after: $after, catalogType: APP) {
      nodes {
        id
        catalog {
          ... on AppCatalog {
            id
            apps(first: 5) {
              nodes {
                id
                handle
              }
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const publish = /* GraphQL */ `
  mutation Publish($product: ID!, $publication: ID!) {
    publishablePublish(id: $product, input: [{ publicationId: $publication }]) {
      userErrors {
        field
        message
      }
    }
  }
`;

export const productsOfVariants = /* GraphQL */ `
  query ProductsOfVariants($variants: [ID!]!) {
    nodes(ids: $variants) {
      ... on ProductVariant {
        id
        product {
          id
          handle
        }
      }
    }
  }
`;
