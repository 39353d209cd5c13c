// Real PostgreSQL and RabbitMQ: migrations and declarations alone take longer than Jest's 5 s on a busy machine.
jest.setTimeout(60_000);
