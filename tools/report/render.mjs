// SPDX-License-Identifier: Apache-2.0
// Writes every chart of a report as files of slide size, from the same definitions as the page:
//   node render.mjs DATA.json LANGUAGE FOLDER FORMAT …      FORMAT: svg, png
// rsvg-convert turns letters into outlines, so that a slide looks the same where a font is missing.
// The name of each file tells what it shows; it prints one name a line.
import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';

import {CHARTS, withTitle} from './page/charts.mjs';
import {makeData, makeLabels} from './page/data.mjs';
import {makeFormat} from './page/format.mjs';
import {makeMessages} from './page/messages.mjs';

const [dataFile, language, folder, ...formats] = process.argv.slice(2);
if (formats.length === 0) {
    console.error('usage: node render.mjs DATA.json LANGUAGE FOLDER FORMAT …');
    process.exit(2);
}
const echarts = createRequire(import.meta.url)('./node_modules/echarts/dist/echarts.min.js');
const WIDTH = 1280, LEAST_HEIGHT = 720, TITLE = 60;

const t = makeMessages(
    JSON.parse(readFileSync(new URL('./page/messages.json', import.meta.url), 'utf8')), language);
const data = makeData(JSON.parse(readFileSync(dataFile, 'utf8')));
const format = makeFormat(language, unit => t.of('unit', unit));
const labels = makeLabels(data, t, language);

/** A name of a design or a variant as part of a file name. */
const plain = name =>
    name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 60);

function convert(words, input) {
    try {
        execFileSync('rsvg-convert', words, {input});
    } catch (error) {
        if (error.code !== 'ENOENT') throw error;
        console.error("needs 'rsvg-convert', which is not installed (Debian: librsvg2-bin)");
        process.exit(1);
    }
}

const used = new Set();
function write(name, content) {
    let own = name;
    for (let number = 2; used.has(own); ++number) own = `${name}_${number}`;
    used.add(own);
    const chart = echarts.init(null, null, {
        renderer: 'svg',
        ssr: true,
        width: WIDTH,
        height: Math.max(LEAST_HEIGHT, content.height + TITLE)
    });
    chart.setOption(withTitle(content));
    const input = chart.renderToSVGString();
    // Without this the process would never end.
    chart.dispose();
    for (const kind of formats) {
        const zoom = kind === 'png' ? ['--zoom=1.5'] : [];
        convert([`--format=${kind}`, ...zoom, '--output', join(folder, `${own}.${kind}`)], input);
        console.log(`${own}.${kind}`);
    }
}

const several = data.designs.map((_, index) => index).filter(index => index > 0);
for (const chart of CHARTS) {
    for (const design of chart.perDesign && several.length > 0 ? several :
                                                                 [Math.min(1, several.length)]) {
        const context = {data, t, format, labels, language, design};
        const variants = chart.variants?.(context) ?? [];
        for (const variant of variants.length > 0 ? variants : [undefined]) {
            const content = chart.build({...context, variant: variant?.id});
            if (!content) continue;
            const parts = [
                chart.id, variant && plain(variant.id),
                chart.perDesign && several.length > 0 && plain(data.designs[design].name)
            ];
            write(parts.filter(Boolean).join('_'), content);
        }
    }
}
