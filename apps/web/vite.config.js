import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev -w @graft/web` shows changes at once, on the service of `npm start` at its usual address.
const service = process.env.GRAFT_URL ?? 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist/page',
    emptyOutDir: true,
    // Files small enough to be written into others would need `data:` in the policy for scripts.
    assetsInlineLimit: 0,
    target: 'es2022',
    // Vega, loaded where a chart is shown.
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: Object.fromEntries(
      ['/graphql', '/files', '/health', '/schema.graphql'].map((path) => [
        path,
        { target: service, ws: true },
      ]),
    ),
  },
});
