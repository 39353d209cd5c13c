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

export const removeTags = /* GraphQL */ `
  mutation RemoveTags($id: ID!, $tags: [String!]!) {
    tagsRemove(id: $id, tags: $tags) {
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

export const releaseHold = /* GraphQL */ `
  mutation ReleaseHold($id: ID!, $holds: [ID!]) {
    fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) {
      fulfillmentOrder {
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

/** Without `lines`: all that is left of it. */
export const moveFulfilment = /* GraphQL */ `
  mutation MoveFulfilment($id: ID!, $to: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
    fulfillmentOrderMove(id: $id, newLocationId: $to, fulfillmentOrderLineItems: $lines) {
      movedFulfillmentOrder {
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
