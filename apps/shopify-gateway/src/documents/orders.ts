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

/** `heldByApp` is left out: it needs a scope of its own and would answer ACCESS_DENIED beside the data. */
export const fulfilmentOfOrder = /* GraphQL */ `
  query FulfilmentOfOrder($id: ID!) {
    order(id: $id) {
      id
      cancelledAt
      fulfillmentOrders(first: 10) {
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
            nodes {
              id
              totalQuantity
              remainingQuantity
              lineItem {
                id
              }
            }
          }
        }
      }
    }
  }
`;

export const holdFulfilment = /* GraphQL */ `
  mutation HoldFulfilment($id: ID!, $hold: FulfillmentOrderHoldInput!) {
    fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
      fulfillmentHold {
        id
      }
      userErrors {
        code
        field
        message
      }
    }
  }
`;

export const addTags = /* GraphQL */ `
  mutation AddTags($id: ID!, $tags: [String!]!) {
    tagsAdd(id: $id, tags: $tags) {
      node {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const cancelOrder = /* GraphQL */ `
  mutation CancelOrder($id: ID!, $note: String) {
    orderCancel(
      orderId: $id
      reason: INVENTORY
      restock: true
      refundMethod: { originalPaymentMethodsRefund: true }
      notifyCustomer: true
      staffNote: $note
    ) {
      job {
        id
        done
      }
      orderCancelUserErrors {
        code
        field
        message
      }
    }
  }
`;
