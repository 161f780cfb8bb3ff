import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

/** Leaves each file compressed in place of itself: so it lies in the jar, and so browsers get it. */
function compressed(): Plugin {
    let folder = '';
    return {
        name: 'compressed',
        apply: 'build',
        configResolved(config) {
            folder = config.build.outDir;
        },
        closeBundle() {
            for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
                if (entry.isFile() && !entry.name.endsWith('.gz')) {
                    const file = join(entry.parentPath, entry.name);
                    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
                    rmSync(file);
                }
            }
        },
    };
}

export default defineConfig({
    plugins: [preact(), compressed()],
    build: {
        target: 'es2022',
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: true,
    },
    server: { proxy: { '/api': 'http://127.0.0.1:9883' } },
});
