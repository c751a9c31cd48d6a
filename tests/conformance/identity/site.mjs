// A site of somebody else, on the loopback: it says on standard output what a person must open, and gets her back at
// its own address. Lines of JSON: {"open": URL} and in the end {"result": …}; the site's own settings are the first line in.
import dns from "node:dns";
import http from "node:http";
import readline from "node:readline";

const resolve = dns.lookup;
dns.lookup = (name, ...rest) => resolve(name.endsWith(".localhost") ? "127.0.0.1" : name, ...rest); // RFC 6761 §6.3

export const settings = JSON.parse((await readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]().next()).value);

const waiting = [];
const arrived = [];

function arrive(request) {
  if (waiting.length) waiting.shift()(request);
  else arrived.push(request);
}

const server = http.createServer(async (incoming, outgoing) => {
  let body = "";
  for await (const part of incoming) body += part;
  const url = new URL(incoming.url, settings.address);
  const init = { method: incoming.method, headers: { "content-type": incoming.headers["content-type"] ?? "" } };
  outgoing.setHeader("content-type", "text/html").end("<h1>The site</h1>");
  arrive(new Request(url, body ? { ...init, body } : init));
});
await new Promise((listening) => server.listen(Number(new URL(settings.address).port), "127.0.0.1", listening));

export function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

export function next() {
  return arrived.length ? Promise.resolve(arrived.shift()) : new Promise((come) => waiting.push(come));
}

export async function send(url, more = {}) {
  say({ open: String(url), ...more });
  return next();
}

export function end(result) {
  say({ result });
  process.exit(0);
}

export function expect(condition, what) {
  if (!condition) throw new Error(`expected: ${what}`);
}
