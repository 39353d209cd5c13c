// Whole flows over several processes.
jest.setTimeout(300_000);
