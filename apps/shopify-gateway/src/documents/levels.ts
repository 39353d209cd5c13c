/** What both ways of changing quantities answer. */
const quantitiesResult = `inventoryAdjustmentGroup {
  id
  changes {
    name
    delta
    item {
      id
    }
    location {
      id
    }
  }
}
userErrors {
  code
  field
  message
}`;

/** Both the directive and `changeFromQuantity` are schema-optional and demanded at run time: never leave them out. */
export const adjustQuantities = /* GraphQL */ `
  mutation AdjustQuantities($input: InventoryAdjustQuantitiesInput!, $key: String!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
      ${quantitiesResult}
    }
  }
`;

/** As above. */
export const setQuantities = /* GraphQL */ `
  mutation SetQuantities($input: InventorySetQuantitiesInput!, $key: String!) {
    inventorySetQuantities(input: $input) @idempotent(key: $key) {
      ${quantitiesResult}
    }
  }
`;

export const activateLevel = /* GraphQL */ `
  mutation ActivateLevel($item: ID!, $location: ID!, $key: String!) {
    inventoryActivate(inventoryItemId: $item, locationId: $location) @idempotent(key: $key) {
      inventoryLevel {
        id
      }
      userErrors {
        field
        message
      }
    }
  }
`;

export const levelsAtLocation = /* GraphQL */ `
  query LevelsAtLocation($items: [ID!]!, $location: ID!) {
    nodes(ids: $items) {
      ... on InventoryItem {
        id
        inventoryLevel(locationId: $location) {
          id
          isActive
          quantities(names: ["available", "committed", "on_hand"]) {
            name
            quantity
          }
        }
      }
    }
  }
`;
