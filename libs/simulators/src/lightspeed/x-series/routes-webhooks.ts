import { bodyOf, vendor } from './call';
import { createHook, hookById, updateHook } from './hooks';
import type { Twin } from './twin';
import { hookView } from './views';

export function webhookRoutes(twin: Twin) {
  const { retailer } = twin;
  return {
    'GET /webhooks': vendor(() => ({
      body: { data: [...retailer.hooks.values()].map((hook) => hookView(retailer.id, hook)) },
    })),
    'POST /webhooks': vendor((call) => {
      const hook = createHook(twin, bodyOf(call), call.token.app?.clientSecret ?? null);
      return { status: 201, body: { data: hookView(retailer.id, hook) } };
    }),
    'GET /webhooks/:id': vendor((_, { id }) => ({ body: { data: hookView(retailer.id, hookById(twin, id)) } })),
    'PUT /webhooks/:id': vendor((call, { id }) => {
      const hook = hookById(twin, id);
      updateHook(twin, hook, bodyOf(call));
      return { body: { data: hookView(retailer.id, hook) } };
    }),
    'DELETE /webhooks/:id': vendor((_, { id }) => {
      retailer.hooks.delete(hookById(twin, id).id);
      return {};
    }),
  };
}
