// A database or broker that the environment names. It is only used, never started, stopped or configured.
import net from 'node:net';
import { Told } from '../kit/say.mjs';

const ANSWER_WITHIN_MS = 5_000;

/**
 * @param {string} variable whose value is the address
 * @param {{protocols: string[], port: number, example: string}} kind
 */
export async function given(variable, value, { protocols, port: usualPort, example }) {
  let address;
  try {
    address = new URL(value);
  } catch {
    address = null;
  }
  if (!address || !protocols.includes(address.protocol)) {
    throw new Told(
      `${variable} is not an address like ${example}. Correct it, or unset it to have one started for you.`,
    );
  }
  const port = Number(address.port) || usualPort;
  if (!(await answers(address.hostname, port))) {
    throw new Told(
      `${variable} points at ${address.hostname}:${port}, where nothing answers. Start it, correct the address, or unset ${variable} to have one started for you.`,
    );
  }
  return { url: value, source: 'given', detail: `${variable} (${address.hostname}:${port})` };
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: host.replace(/^\[|\]$/g, ''), port, timeout: ANSWER_WITHIN_MS });
    const done = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });
}
