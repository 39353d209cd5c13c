const answerMsMax = 15_000;

export interface JsonRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
}

export class HttpFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** One JSON question over HTTP; anything but 2xx is a {@link HttpFailure} that quotes the answer. */
export async function askJson<Answer>(url: string, request: JsonRequest = {}): Promise<Answer> {
  const { method = request.body === undefined ? 'GET' : 'POST', body, headers } = request;
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerMsMax),
  });
  const text = await response.text();
  if (!response.ok)
    throw new HttpFailure(response.status, `${method} ${url}: ${response.status} ${text.slice(0, 500)}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}
