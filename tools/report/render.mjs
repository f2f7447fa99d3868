// SPDX-License-Identifier: Apache-2.0
// Writes every chart of a report as an SVG file of slide size, from the same definitions as the page:
//   node render.mjs DATA.json MESSAGES.json LANGUAGE FOLDER
// The name of each file tells what it shows; it prints one name a line.
import {createRequire} from 'node:module';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {makeFormat} from './page/format.mjs';
import {makeMessages} from './page/messages.mjs';
import {makeData, makeLabels} from './page/data.mjs';
import {CHARTS, withTitle} from './page/charts.mjs';

const [dataFile, messagesFile, language, folder] = process.argv.slice(2);
if (!folder) {
    console.error('usage: node render.mjs DATA.json MESSAGES.json LANGUAGE FOLDER');
    process.exit(2);
}
const echarts = createRequire(import.meta.url)('./node_modules/echarts/dist/echarts.min.js');
const WIDTH = 1280, LEAST_HEIGHT = 720, TITLE = 60;

const t = makeMessages(JSON.parse(readFileSync(messagesFile, 'utf8')), language);
const data = makeData(JSON.parse(readFileSync(dataFile, 'utf8')));
const format = makeFormat(language, unit => t.of('unit', unit));
const labels = makeLabels(data, t, language);

/** A name of a design or a variant as part of a file name. */
const plain = name => name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 60);

const used = new Set();
function write(name, content) {
    let file = `${name}.svg`;
    for (let number = 2; used.has(file); ++number) file = `${name}_${number}.svg`;
    used.add(file);
    const chart = echarts.init(null, null, {renderer: 'svg', ssr: true, width: WIDTH,
        height: Math.max(LEAST_HEIGHT, content.height + TITLE)});
    chart.setOption(withTitle(content));
    writeFileSync(join(folder, file), chart.renderToSVGString());
    // Without this the process would never end.
    chart.dispose();
    console.log(file);
}

const several = data.designs.map((_, index) => index).filter(index => index > 0);
for (const chart of CHARTS) {
    for (const design of chart.perDesign && several.length > 0 ? several : [Math.min(1, several.length)]) {
        const context = {data, t, format, labels, language, design};
        const variants = chart.variants?.(context) ?? [];
        for (const variant of variants.length > 0 ? variants : [undefined]) {
            const content = chart.build({...context, variant: variant?.id});
            if (!content) continue;
            const parts = [chart.id, variant && plain(variant.id),
                chart.perDesign && several.length > 0 && plain(data.designs[design].name)];
            write(parts.filter(Boolean).join('_'), content);
        }
    }
}
