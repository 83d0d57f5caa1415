// What the server tells: the curve at once, and stakes line by line.

const LOST = "The curve could not be counted: the server does not answer. Reload the page.";

export async function fetchCurve(address) {
  try {
    const answer = await fetch(address);
    if (answer.ok || answer.status === 400) return await answer.json();
    return { error: answer.status === 410 ? "The dataset was indexed anew. Reload the page." : LOST };
  } catch {
    return { error: LOST };
  }
}

export async function streamStakes(address, signal, take) {
  try {
    const answer = await fetch(address, { signal });
    if (!answer.ok) return take({ error: LOST });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const lines = (rest + part.value).split("\n");
      rest = lines.pop();
      for (const line of lines) if (!signal.aborted) take(JSON.parse(line));
    }
  } catch {
    if (!signal.aborted) take({ error: LOST });
  }
}
