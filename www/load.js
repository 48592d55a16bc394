// Runs the page's program, page.js, which the built page has in it gzipped, as Base64.

const { textContent: base64 } = document.getElementById('program');
const gzipped = new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]);
const program = document.createElement('script');
program.type = 'module';
program.textContent = await new Response(
  gzipped.stream().pipeThrough(new DecompressionStream('gzip')),
).text();
document.head.append(program);
