// Paths and sizes of pictures, fetched by the chunk when one of its rows comes into view.

const CHUNK = 2000;

export class Rows {
  constructor(base, arrived) {
    this.base = base;
    this.arrived = arrived;
    this.chunks = new Map();
  }

  // The facts of a row, or null while they are on their way.
  get(row) {
    const number = Math.floor(row / CHUNK);
    if (!this.chunks.has(number)) this.load(number);
    const chunk = this.chunks.get(number);
    if (!chunk) return null;
    const at = row - number * CHUNK;
    return {
      path: chunk.path[at], width: chunk.width[at], height: chunk.height[at],
      bytes: chunk.size_bytes[at],
    };
  }

  async load(number) {
    this.chunks.set(number, null);
    try {
      const answer = await fetch(`${this.base}rows/${number}.json`);
      if (!answer.ok) throw new Error(String(answer.status));
      this.chunks.set(number, await answer.json());
      this.arrived();
    } catch {
      setTimeout(() => this.chunks.delete(number), 2000);
    }
  }
}

export const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

export function bytesInWords(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}
