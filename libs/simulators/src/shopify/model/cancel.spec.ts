import { closeAll, testTwin, until } from '../testing/harness';

const cancelByApi = `mutation ($id: ID!) {
  orderCancel(orderId: $id, reason: INVENTORY, restock: true, refundMethod: { originalPaymentMethodsRefund: true }) {
    orderCancelUserErrors { code } } }`;

describe('the log of the Shopify twin', () => {
  afterEach(closeAll);

  it('says of a cancelled order whether a program or people cancelled it', async () => {
    const twin = await testTwin();
    const buy = () => twin.control('checkout', { lines: [{ sku: 'TEE-M', quantity: 1 }] });
    const cancelled = async () =>
      (await twin.control('log')).entries
        .filter(({ kind }: { kind: string }) => kind === 'cancel')
        .map(({ orderId, by }: { orderId: string; by: string }) => [orderId, by]);
    const [regretted, refused] = [await buy(), await buy()];
    await twin.control(`orders/${regretted.orderId}/cancel`, {});
    await twin.gql(cancelByApi, { id: `gid://shopify/Order/${refused.orderId}` });
    await until(async () => (await cancelled()).length === 2);
    expect(await cancelled()).toEqual([
      [regretted.orderId, 'people'],
      [refused.orderId, 'api'],
    ]);
  });
});
