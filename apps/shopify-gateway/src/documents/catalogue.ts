const variantFields = /* GraphQL */ `
  fragment VariantFields on ProductVariant {
    id
    legacyResourceId
    title
    sku
    barcode
    price
    inventoryItem {
      id
      legacyResourceId
      tracked
    }
    product {
      id
      legacyResourceId
      title
      handle
      status
      updatedAt
    }
  }
`;

export const catalogue = /* GraphQL */ `
  query Catalogue($after: String) {
    productVariants(first: 100, after: $after) {
      nodes {
        ...VariantFields
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
  ${variantFields}
`;

export const variantsBySku = /* GraphQL */ `
  query VariantsBySku($query: String!) {
    productVariants(first: 10, query: $query) {
      nodes {
        ...VariantFields
      }
    }
  }
  ${variantFields}
`;

export const variantsOfProduct = /* GraphQL */ `
  query VariantsOfProduct($product: ID!, $after: String) {
    product(id: $product) {
      id
      variants(first: 100, after: $after) {
        nodes {
          ...VariantFields
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
  ${variantFields}
`;

/** The handle makes this an upsert: sent again after a lost answer, it finds what it created. */
export const createProduct = /* GraphQL */ `
  mutation CreateProduct($identifier: ProductSetIdentifiers!, $input: ProductSetInput!) {
    productSet(identifier: $identifier, input: $input, synchronous: true) {
      product {
        id
        variants(first: 1) {
          nodes {
            ...VariantFields
          }
        }
      }
      userErrors {
        code
        field
        message
      }
    }
  }
  ${variantFields}
`;
