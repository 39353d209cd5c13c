import { HttpException } from '@nestjs/common';
import type { StoreGateway } from '@tillbridge/gateway-kit';
import { PermanentError, RetryableError } from '@tillbridge/persistence';
import { Refused, Unauthorized } from '../admin/errors';
import { UnknownChannel } from '../wiring/make-adapter';
import { ChannelsController } from './channels.controller';

function connecting(error: Error): Promise<unknown> {
  const gateway = { connect: () => Promise.reject(error) } as unknown as StoreGateway;
  return new ChannelsController(gateway).connect('store-a').catch((thrown: unknown) => thrown);
}

describe('connecting a store that cannot be connected', () => {
  it.each([
    ['what the store refuses', new Refused('the store refuses webhooks to http://localhost', 'REFUSED'), 422],
    ['what the configuration has wrong', new PermanentError('locations[0].storeLocation: "1" is no location'), 422],
    ['credentials that the store refuses', new Unauthorized('the store refuses our access token (HTTP 401)'), 422],
    ['a channel that is not configured', new UnknownChannel('channel store-a is not configured'), 404],
  ])('says %s to whoever asked', async (_what, error, status) => {
    const thrown = (await connecting(error)) as HttpException;
    expect([thrown.getStatus(), thrown.message]).toEqual([status, error.message]);
  });

  it.each([
    ['weather', new RetryableError('HTTP 502')],
    ['a bug', new TypeError('not a function')],
  ])('leaves %s as it is', async (_what, error) => {
    expect(await connecting(error)).toBe(error);
  });
});
