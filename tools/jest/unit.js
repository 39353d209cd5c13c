// Twins and services run in the process of the test: on a busy machine they take longer than Jest's 5 s.
jest.setTimeout(30_000);
