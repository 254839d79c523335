// Fetching in the worker. Pagefind swallows what it cannot fetch and goes on without it; here every fetch is tried
// twice, and a failure is kept until it is asked for, so that no list is shown as whole when it is not.

const PAUSE = 400; // milliseconds before the second attempt
const fetchOnce = self.fetch.bind(self);
const failures = new Map();
const ready = new Map();
let engine = "";

/** Fetch a file as bytes, trying twice. Rejects with an error that names the file. */
export async function fetchBytes(url) {
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetchOnce(url);
      if (!response.ok) throw new Error(`${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      if (attempt === 2) throw new Error(`${url} could not be loaded (${error.message})`);
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

/** Fetch a JSON file, trying twice. */
export async function fetchJson(url) {
  return JSON.parse(new TextDecoder().decode(await fetchBytes(url)));
}

/** Fetch one of Pagefind's compressed JSON files: gzip, then a signature of twelve bytes, then the JSON. */
export async function fetchFragment(url) {
  return JSON.parse(new TextDecoder().decode((await inflated(await fetchBytes(url))).subarray(12)));
}

async function inflated(bytes) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Fetch what Pagefind needs to begin with a bundle, before it asks: it does not survive a failure there. The code
 * in WebAssembly is the same for all bundles and lies once in the engine's folder.
 */
export async function prepare(bundle, engineUrl) {
  engine = engineUrl;
  const entryUrl = new URL("pagefind-entry.json", bundle).href;
  const entry = await keep(entryUrl);
  const language = Object.values(JSON.parse(new TextDecoder().decode(entry)).languages)[0];
  await Promise.all([
    keep(new URL(`pagefind.${language.hash}.pf_meta`, bundle).href),
    keep(new URL(`wasm.${language.wasm || "unknown"}.pagefind`, engine).href),
  ]);
}

/** The failures since the last call among the files of a bundle. */
export function takeFailures(bundle) {
  const found = failures.get(bundle) ?? [];
  failures.delete(bundle);
  return found;
}

function keep(url) {
  if (!ready.has(url)) {
    const bytes = fetchBytes(url);
    ready.set(url, bytes);
    bytes.catch(() => ready.delete(url));
  }
  return ready.get(url);
}

// Pagefind's fetches come through here.
self.fetch = async (input) => {
  const url = String(input).split("?")[0];
  const [, folder, name] = /^(.*\/)([^/]*)$/.exec(url);
  const wanted = name.startsWith("wasm.") ? new URL(name, engine).href : url;
  try {
    const bytes = await (ready.get(wanted) ?? fetchBytes(wanted));
    // Pagefind takes its pieces of index as they come, or inflated: the browser does that faster than its script.
    return new Response(wanted.endsWith(".pf_index") ? await inflated(bytes) : bytes.slice());
  } catch (error) {
    const bundle = folder.replace(/(index|filter|fragment)\/$/, "");
    failures.set(bundle, [...(failures.get(bundle) ?? []), error]);
    throw error;
  }
};
