// Paths and sizes of pictures, fetched by the chunk when one of its rows comes into view.

export const CHUNK = 2000; // as many as the server sends at once
const RETRY_MS = 2000;

export class Rows {
  constructor(base, arrived) {
    this.base = base;
    this.arrived = arrived;
    this.chunks = new Map(); // number → its columns, "gone", or a promise while it is on its way
  }

  // The facts of a row, or null while they are on their way.
  get(row) {
    const number = Math.floor(row / CHUNK), chunk = this.chunks.get(number);
    if (chunk === undefined) this.load(number);
    if (!chunk?.path) return null;
    const at = row - number * CHUNK;
    return {
      path: chunk.path[at], digest: chunk.digest[at], bytes: chunk.size_bytes[at],
      width: chunk.width[at], height: chunk.height[at],
    };
  }

  // The facts of several rows; null when the dataset was indexed anew and they are gone.
  async all(rows) {
    for (const number of new Set(rows.map((row) => Math.floor(row / CHUNK)))) {
      const chunk = this.chunks.get(number);
      if (!chunk?.path && (await (chunk?.then ? chunk : this.load(number))) === "gone") return null;
    }
    return rows.map((row) => this.get(row));
  }

  load(number) {
    const loading = this.ask(number).then((chunk) => {
      this.chunks.set(number, chunk);
      this.arrived();
      return chunk;
    });
    loading.catch(() => setTimeout(() => this.chunks.delete(number), RETRY_MS));
    this.chunks.set(number, loading);
    return loading;
  }

  async ask(number) {
    const answer = await fetch(`${this.base}rows/${number}.json`);
    if (answer.ok) return answer.json();
    if (answer.status >= 500) throw new Error(String(answer.status));
    return "gone";
  }
}

export const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

export function bytesInWords(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}
