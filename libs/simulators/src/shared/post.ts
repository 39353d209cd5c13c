import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const SOCKETS_MAX = 32;
const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: SOCKETS_MAX });
const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: SOCKETS_MAX });

/** POSTs raw bytes and returns the HTTP status; 0 when there was no answer (refused, reset, timed out, aborted). */
export function post(
  message: { url: string; headers: Record<string, string>; body: Buffer },
  timeoutMs: number,
  signal: AbortSignal,
): Promise<number> {
  const secure = message.url.startsWith('https:');
  const send = secure ? httpsRequest : httpRequest;
  return new Promise((resolve) => {
    const request = send(
      message.url,
      {
        method: 'POST',
        agent: secure ? httpsAgent : httpAgent,
        headers: { ...message.headers, 'content-length': String(message.body.length) },
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', () => resolve(0));
      },
    );
    request.on('error', () => resolve(0));
    request.end(message.body);
  });
}
