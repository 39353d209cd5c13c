import { createHmac } from 'node:crypto';
import type { Random } from '../world/random';
import type { Letter } from './letter';

/** The client secret of each store, by channel. */
export type Secrets = Readonly<Record<string, string>>;

const signatureOf = { shopify: 'x-shopify-hmac-sha256', lightspeed: 'x-signature' } as const;
/** The largest that a gateway takes is 5 MiB. */
const hugeBytes = 5 * 1024 * 1024 + 1;
const shapes = ['', '{', 'null', '[]', '{}', '"orders"', '{"id":', '{"line_items":7}', '<xml/>', '\u0000\u0001'];
const topics = ['orders/create', 'orders/updated', 'inventory_levels/update', 'products/update', 'carts/update'];

export const isShopify = ({ path }: Pick<Letter, 'path'>): boolean => path.startsWith('/webhooks/shopify/');

/** Makes hostile letters out of genuine ones. Everything it draws it draws from `random`. */
export class Forger {
  constructor(
    private readonly random: Random,
    private readonly secrets: Secrets,
  ) {}

  /** Refused whatever it says: spoiled, signed by somebody else or by nobody, or meant for another store. */
  forge(letter: Letter): Letter {
    const wanted = this.random.int(1, isShopify(letter) ? 5 : 3);
    const name = isShopify(letter) ? signatureOf.shopify : signatureOf.lightspeed;
    const own = this.renamed({ ...letter, kind: 'forged' });
    const headers = { ...own.headers };
    switch (wanted) {
      case 1:
        return { ...own, body: Buffer.concat([letter.body, Buffer.from(' ')]) };
      case 2:
        return { ...own, headers: { ...headers, [name]: this.signedByNobody(letter) } };
      case 3:
        return { ...own, headers: { ...headers, [name]: 'bm90IGEgc2lnbmF0dXJl' } };
      case 4:
        delete headers[name];
        return { ...own, headers };
      default:
        return { ...own, headers: { ...headers, 'x-shopify-shop-domain': 'somebody-else.myshopify.com' } };
    }
  }

  /** Well signed for this store; not JSON, JSON of another shape, or of a topic nobody has heard of. */
  garble(letter: Letter): Letter {
    const own = this.renamed({ ...letter, kind: 'garbage' });
    const cut = letter.body.subarray(0, this.random.int(1, letter.body.length - 2));
    const body = this.random.next() < 0.3 ? cut : Buffer.from(this.random.pick(shapes));
    const topic = this.random.next() < 0.3 ? `planets/align-${this.random.int(1, 99)}` : this.random.pick(topics);
    return this.signed({ ...own, body, headers: { ...own.headers, 'x-shopify-topic': topic } });
  }

  inflate(letter: Letter): Letter {
    return this.signed({ ...this.renamed({ ...letter, kind: 'huge' }), body: Buffer.alloc(hugeBytes, 'a') });
  }

  /** Under an id of its own, so that whatever is stored of it is found. */
  private renamed(letter: Letter): Letter {
    if (!isShopify(letter)) return letter;
    const id = `hostile-${letter.kind}-${this.random.int(0, 1e9)}-${this.random.int(0, 1e9)}`;
    return { ...letter, id, headers: { ...letter.headers, 'x-shopify-webhook-id': id } };
  }

  private signed(letter: Letter): Letter {
    const secret = this.secrets[letter.path.split('/').at(-1)!]!;
    const signature = createHmac('sha256', secret).update(letter.body).digest('base64');
    return { ...letter, headers: { ...letter.headers, [signatureOf.shopify]: signature } };
  }

  private signedByNobody(letter: Letter): string {
    const digest = createHmac('sha256', `secret ${this.random.int(0, 1e9)}`)
      .update(letter.body)
      .digest('base64');
    return isShopify(letter) ? digest : `signature=${digest},algorithm=HMAC-SHA256`;
  }
}
