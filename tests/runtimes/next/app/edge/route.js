export { POST } from '../post.mjs';
export const runtime = 'edge';
