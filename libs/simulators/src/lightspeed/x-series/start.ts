import { DEFAULT_OPTIONS, INSTANT_OPTIONS, serve } from '../../shared';
import { createApi } from './api';
import { createControl } from './control';
import { createTwin, type XSeriesOptions } from './twin';

export interface RunningTwin {
  url: string;
  close(): Promise<void>;
}

/** A Lightspeed Retail X-Series account on its own port: the vendor's API under /api, the control surface under /__twin. */
export async function startLightspeedXTwin(overrides: Partial<XSeriesOptions> = {}): Promise<RunningTwin> {
  const twin = createTwin({ ...DEFAULT_OPTIONS, ...overrides });
  const api = createApi(twin);
  const control = createControl(twin);
  const unknown = { status: 404, body: { error: 'no such control' } };
  const server = await serve({
    port: twin.options.port,
    host: twin.options.host,
    handle: async (request) =>
      request.path.startsWith('/__twin/') ? ((await control(request)) ?? unknown) : api(request),
  });
  return {
    url: server.url,
    close: async () => {
      twin.close();
      await server.close();
    },
  };
}

/** For tests in process: no waiting and no limits, unless asked for. */
export const instantLightspeedX = (overrides: Partial<XSeriesOptions> = {}): XSeriesOptions => ({
  ...INSTANT_OPTIONS,
  ...overrides,
});
