// How far a bulk has come: one line on the terminal, drawn over and over.

const WIDTH = 24;
const INTERVAL_MS = 100;

export class Progress {
  #output;
  #size;
  #isShown;
  #drawnAt = 0;
  #lines = 0;
  #bad = 0;

  /** @param {number | undefined} size of the input, if it is known */
  constructor(output, size) {
    this.#output = output;
    this.#size = size;
    // Where the answers go to the same terminal, they are progress enough.
    this.#isShown = output.stderr.isTTY === true && output.stdout.isTTY !== true;
  }

  add({ lines, bad, bytesRead }) {
    this.#lines += lines;
    this.#bad += bad;
    if (!this.#isShown || Date.now() - this.#drawnAt < INTERVAL_MS) return;
    this.#drawnAt = Date.now();
    const share = this.#size ? Math.min(1, bytesRead / this.#size) : undefined;
    this.#output.stderr.write(`\r\x1b[K${bar(share)}${this.#counts()}`);
  }

  end() {
    if (this.#isShown) this.#output.stderr.write(`\r\x1b[K${this.#counts()}\n`);
  }

  #counts() {
    const [lines, bad] = [this.#lines, this.#bad].map((count) => count.toLocaleString('en'));
    return this.#output.say({
      zh: `${lines} 行，${bad} 行有问题`,
      en: `${lines} lines, ${bad} bad`,
    });
  }
}

function bar(share) {
  if (share === undefined) return '';
  const done = Math.round(share * WIDTH);
  return `${'█'.repeat(done)}${'░'.repeat(WIDTH - done)} ${Math.round(share * 100)} %  `;
}
