import { createDataSource } from './data-source';

const options = {
  url: 'postgres://u:secret@db:5432/tillbridge',
  schema: 'inventory_core',
  entities: [],
  migrations: [],
};

describe('createDataSource', () => {
  it('takes a complete url', () => {
    expect(() => createDataSource(options)).not.toThrow();
  });

  it.each([
    ['', 'it is empty'],
    [undefined as unknown as string, 'it is empty'],
    ['localhost', 'it is not a URL'],
    ['mysql://u:secret@db/tillbridge', 'it begins with mysql://'],
    ['postgres://u:secret@db:5432', 'it names no database'],
  ])('refuses the url %j and says what would be right, without its password', (url, reason) => {
    const attempt = () => createDataSource({ ...options, url });
    expect(attempt).toThrow(`DATABASE_URL must look like postgres://user:password@host:5432/database; ${reason}`);
    expect(attempt).not.toThrow(/secret/);
  });

  it('refuses a schema name that would need quoting', () => {
    expect(() => createDataSource({ ...options, schema: 'Core"; drop' })).toThrow('for example inventory_core');
  });

  it('refuses a pool that migrations could not run on', () => {
    expect(() => createDataSource({ ...options, poolMax: 1 })).toThrow('poolMax must be at least 2, got 1');
  });
});
