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

/** No customer field is selected, here or anywhere; and of money only what is in the shop's currency. */
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
      taxesIncluded
      totalPriceSet {
        ...InShopMoney
      }
      currentTotalPriceSet {
        ...InShopMoney
      }
      totalTipReceivedSet {
        ...InShopMoney
      }
      originalTotalDutiesSet {
        ...InShopMoney
      }
      originalTotalAdditionalFeesSet {
        ...InShopMoney
      }
      shippingLines(first: 10) {
        nodes {
          isRemoved
          discountedPriceSet {
            ...InShopMoney
          }
          taxLines {
            priceSet {
              ...InShopMoney
            }
          }
        }
        pageInfo {
          hasNextPage
        }
      }
      lineItems(first: 50, after: $afterLine) {
        nodes {
          id
          quantity
          currentQuantity
          unfulfilledQuantity
          isGiftCard
          originalUnitPriceSet {
            ...InShopMoney
          }
          discountAllocations {
            allocatedAmountSet {
              ...InShopMoney
            }
          }
          taxLines {
            priceSet {
              ...InShopMoney
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
            subtotalSet {
              ...InShopMoney
            }
            totalTaxSet {
              ...InShopMoney
            }
            lineItem {
              id
            }
          }
          pageInfo {
            hasNextPage
          }
        }
        refundShippingLines(first: 5) {
          nodes {
            subtotalAmountSet {
              ...InShopMoney
            }
            taxAmountSet {
              ...InShopMoney
            }
          }
          pageInfo {
            hasNextPage
          }
        }
        orderAdjustments(first: 5) {
          nodes {
            amountSet {
              ...InShopMoney
            }
            taxAmountSet {
              ...InShopMoney
            }
          }
          pageInfo {
            hasNextPage
          }
        }
      }
    }
  }

  fragment InShopMoney on MoneyBag {
    shopMoney {
      amount
    }
  }
`;
