import { DemoProcess, traces } from './demo-process';

describe('the demo, interrupted by Ctrl-C', () => {
  let demo: DemoProcess;
  afterEach(() => demo.kill());

  it('leaves no process, no database, no virtual host and no folder behind', async () => {
    const before = await traces();
    demo = new DemoProcess(['--seed', '9']);
    await demo.says('Connecting the stores');
    // Four services, three twins and the demo itself.
    expect(demo.programs()).toHaveLength(8);
    expect(await traces()).not.toEqual(before);

    expect(await demo.interrupt()).toBe(130);
    expect(demo.programs()).toEqual([]);
    expect(await traces()).toEqual(before);
  });
});
