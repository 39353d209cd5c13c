const fulfilmentLines = /* GraphQL */ `
  fragment FulfilmentLines on FulfillmentOrderLineItemConnection {
    nodes {
      id
      totalQuantity
      remainingQuantity
      lineItem {
        id
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`;

/** `heldByApp` is left out: it needs a scope of its own and would answer ACCESS_DENIED beside the data. */
export const fulfilmentOfOrder = /* GraphQL */ `
  query FulfilmentOfOrder($id: ID!, $after: String) {
    order(id: $id) {
      id
      cancelledAt
      tags
      fulfillmentOrders(first: 10, after: $after) {
        nodes {
          id
          status
          assignedLocation {
            location {
              id
              legacyResourceId
            }
          }
          fulfillmentHolds {
            id
            handle
          }
          lineItems(first: 50) {
            ...FulfilmentLines
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
  ${fulfilmentLines}
`;

export const linesOfFulfilment = /* GraphQL */ `
  query LinesOfFulfilment($id: ID!, $after: String) {
    fulfillmentOrder(id: $id) {
      id
      lineItems(first: 50, after: $after) {
        ...FulfilmentLines
      }
    }
  }
  ${fulfilmentLines}
`;
