/** Ids and times only: cheap enough to ask every minute; what changed is then read order by order. */
export const changedOrders = /* GraphQL */ `
  query ChangedOrders($query: String!, $after: String) {
    orders(first: 100, after: $after, query: $query, sortKey: UPDATED_AT) {
      nodes {
        id
        legacyResourceId
        updatedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

/** No customer field is selected, here or anywhere. */
export const orderInFull = /* GraphQL */ `
  query OrderInFull($id: ID!, $afterLine: String) {
    order(id: $id) {
      id
      legacyResourceId
      name
      createdAt
      updatedAt
      cancelledAt
      displayFinancialStatus
      currencyCode
      cartToken
      lineItems(first: 50, after: $afterLine) {
        nodes {
          id
          quantity
          currentQuantity
          unfulfilledQuantity
          originalUnitPriceSet {
            shopMoney {
              amount
            }
          }
          variant {
            id
            legacyResourceId
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
      fulfillments(first: 10) {
        id
        status
        fulfillmentLineItems(first: 20) {
          nodes {
            quantity
            lineItem {
              id
            }
          }
          pageInfo {
            hasNextPage
          }
        }
      }
      refunds(first: 10) {
        id
        refundLineItems(first: 20) {
          nodes {
            quantity
            restockType
            location {
              id
              legacyResourceId
            }
            lineItem {
              id
            }
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  }
`;
