// SPDX-License-Identifier: Apache-2.0
// What the results hang on, which design is likely the best, and which parts of a reform make the
// difference.
import {axisText, base, categoryAxis, COLOURS, FONT, INK, labelHeight} from './chart_parts.mjs';
import {shortAxis, splitLine, tooltipOf, unitTitle, VERDICT_COLOUR} from './chart_parts.mjs';
import {asWords} from './messages.mjs';

const MOST_FACTORS = 20;

/** `all` or `need=mood,…` as the labels of rows want it. */
const whereOf = text => Object.fromEntries(
    text === 'all' || text === '' ? [] : text.split(',').map(part => part.split('=', 2)));

const measureName = (each, {labels}) => {
    const where = whereOf(each.where);
    const key = Object.entries(where).map(part => part.join('=')).join(',');
    return labels.row({name: each.name, where, key});
};

/** A design of this name, by its title. */
function scenarioName(name, {data, labels}) {
    const index = data.designs.findIndex(design => design.name === name);
    return index < 0 ? asWords(name) : labels.design(index);
}

/**
 * Bars from `start` to `end` with an interval around the end, one below the other, and what each is
 * in words; numbers in the scale of the axis.
 */
function floatingBars({names, bars, axisName, zero, tip, context}) {
    const {format} = context;
    const ends = bars.flatMap(({start, end, low, high}) => [start, end, low, high])
                     .filter(format.isNumber);
    const lowest = Math.min(...ends, ...zero ? [0] : []);
    const highest = Math.max(...ends, ...zero ? [0] : []);
    const margin = (highest - lowest || Math.abs(highest) || 1) * 0.06;
    const perRow = Math.max(30, labelHeight(names, 34));
    return {
        height: 70 + names.length * perRow,
        option: {
            ...base(),
            grid: {left: 8, right: 80, top: 12, bottom: 44, containLabel: true},
            xAxis: {
                type: 'value',
                min: lowest < 0 || !zero ? lowest - margin : 0,
                max: highest > 0 || !zero ? highest + margin : 0,
                name: axisName,
                nameLocation: 'middle',
                nameGap: 28,
                nameTextStyle: axisText,
                axisLabel: {
                    ...axisText,
                    hideOverlap: true,
                    showMinLabel: zero && lowest >= 0,
                    showMaxLabel: false,
                    formatter: value => format.axis(value)
                },
                splitLine
            },
            yAxis: {...categoryAxis(names, 34), axisLine: {show: false, onZero: false}},
            tooltip: {
                trigger: 'item',
                confine: true,
                formatter: ({dataIndex}) => tooltipOf(tip(dataIndex))
            },
            series: [{
                type: 'custom',
                data: bars.map((each, index) => [each.end, index]),
                renderItem: (params, api) => {
                    const each = bars[params.dataIndex];
                    if (!format.isNumber(each.end)) return undefined;
                    const at = value => api.coord([value, params.dataIndex])[0];
                    const y = api.coord([0, params.dataIndex])[1];
                    const [from, to] = [at(each.start), at(each.end)].sort((a, b) => a - b);
                    const height = Math.min(20, api.size([0, 1])[1] * 0.6);
                    const children = [{
                        type: 'rect',
                        // Also nothing has a place.
                        shape: {x: from, y: y - height / 2, width: Math.max(2, to - from), height},
                        style: {fill: each.colour}
                    }];
                    let right = to;
                    if (format.isNumber(each.low) && format.isNumber(each.high)) {
                        right = Math.max(right, at(each.high));
                        children.push({
                            type: 'line',
                            shape: {x1: at(each.low), y1: y, x2: at(each.high), y2: y},
                            style: {stroke: INK, lineWidth: 1.5}
                        });
                    }
                    children.push({
                        type: 'text',
                        style: {
                            x: right + 6,
                            y,
                            text: each.text,
                            verticalAlign: 'middle',
                            fontFamily: FONT,
                            fontSize: 13,
                            fill: INK
                        }
                    });
                    return {type: 'group', children};
                },
                markLine: zero ? {
                    silent: true,
                    symbol: 'none',
                    data: [{xAxis: 0}],
                    lineStyle: {color: INK, type: 'solid', width: 1.5},
                    label: {show: false}
                } :
                                 undefined
            }],
        },
    };
}

const isOfBest = each => each.kind === 'best';
const idOf = each => [each.kind, each.name, each.where, each.scenario].join(' ');

/** One chart over those results that `wanted` picks. */
const analysis = wanted => ({
    variants: context => context.data.sensitivities.filter(wanted).map(
        each => ({
            id: idOf(each),
            title: measureName(each, context) +
                (each.scenario === '' ? '' : `, ${scenarioName(each.scenario, context)}`)
        })),
    chosen: ({data, variant}) => {
        const all = data.sensitivities.filter(wanted);
        return all.find(each => idOf(each) === variant) ?? all[0];
    },
});

/** Size with its interval as a table shows it, and as it is drawn. */
function barsOf(list, scale, format, colourOf) {
    return list.map(([, size, low, high]) => {
        const scaled = value => (format.isNumber(value) ? value * scale : undefined);
        return {
            start: 0,
            end: scaled(size),
            low: scaled(low),
            high: scaled(high),
            colour: colourOf(size, low, high),
            text: format.number(scaled(size))
        };
    });
}

const tableOfBars = (head, unitName, list, scale, nameOf, t) => {
    const scaled = value => (typeof value === 'number' ? value * scale : null);
    return {
        columns: [
            {title: head}, {title: unitName}, {title: t('column.low')}, {title: t('column.high')}
        ],
        rows: list.map(
            ([name, size, low, high]) => [nameOf(name), scaled(size), scaled(low), scaled(high)])
    };
};

const tornado = analysis(each => !isOfBest(each));
export const sensitivity = {
    id: 'sensitivity',
    perDesign: false,
    variants: tornado.variants,
    build(context) {
        const {t, format, labels} = context;
        const each = tornado.chosen(context);
        if (!each || each.bars.length === 0) return undefined;
        const sorted = [...each.bars].sort((a, b) => Math.abs(b[1] ?? 0) - Math.abs(a[1] ?? 0));
        const drawn = sorted.slice(0, MOST_FACTORS);
        const isShare = each.kind === 'share';
        const scale = isShare ? 100 : format.scale(each.unit);
        const short = shortAxis(
            each.unit, isShare ? 0 : Math.abs(drawn[0][1] ?? 0), '', t);
        const axisName = isShare ?
            t('chart.axis.variance') :
            short.name || unitTitle(t(`chart.sensitivity.${each.kind}`), each.unit, context);
        const colourOf = (size, low, high) => (low > 0 || high < 0 ? COLOURS.blue : '#b4bac1');
        const nameOf = name => (name === 'everything' ? t('chart.sensitivity.everything') : name);
        const measure = measureName(each, context);
        return {
            title: t('chart.sensitivity.title', {measure}),
            lead: `${t('chart.sensitivity.lead')} ${t(`chart.sensitivity.${each.kind}_lead`)}` +
                (each.scenario === '' ?
                     '' :
                     ` ${t('chart.sensitivity.of', {design: scenarioName(each.scenario, context)})}`),
            ...floatingBars({
                names: drawn.map(([name]) => nameOf(name)),
                bars: barsOf(drawn, scale / short.divisor, format, colourOf),
                axisName,
                zero: true,
                context,
                tip: index => {
                    const [name, size, low, high] = drawn[index];
                    const number = value => format.number(value, isShare ? 'share' : each.unit);
                    return [
                        nameOf(name),
                        `${number(size)} (${number(low)} – ${number(high)}) ${
                            isShare ? '%' : labels.unit(each.unit)}`
                    ];
                }
            }),
            ...tableOfBars(
                t('column.factor'),
                isShare ? t('chart.axis.variance') :
                          unitTitle(t(`chart.sensitivity.${each.kind}`), each.unit, context),
                sorted, scale, nameOf, t)
        };
    },
};

const likely = analysis(isOfBest);
export const best = {
    id: 'best',
    perDesign: false,
    variants: likely.variants,
    build(context) {
        const {t, format} = context;
        const each = likely.chosen(context);
        if (!each || each.bars.length === 0) return undefined;
        const nameOf = name => scenarioName(name, context);
        return {
            title: t('chart.best.title', {measure: measureName(each, context)}),
            lead: t('chart.best.lead'),
            ...floatingBars({
                names: each.bars.map(([name]) => nameOf(name)),
                bars: barsOf(each.bars, 1, format, () => COLOURS.sky),
                axisName: t('chart.axis.probability'),
                zero: true,
                context,
                tip: index => {
                    const [name, size, low, high] = each.bars[index];
                    return [
                        nameOf(name), `${format.number(size)} (${format.number(low)} – ${
                                          format.number(high)}) %`
                    ];
                }
            }),
            ...tableOfBars(
                t('column.design'), t('chart.axis.probability'), each.bars, 1, nameOf, t)
        };
    },
};

/** From one scenario to the other, part by part. */
export const attribution = {
    id: 'attribution',
    perDesign: false,
    variants: ({data, labels, t, format}) => (data.attribution?.measures ?? []).map(
        each => ({
            id: `${each.name} ${each.where}`,
            title: measureName(each, {labels, t, format})
        })),
    build(context) {
        const {data, t, format, labels} = context;
        const all = data.attribution?.measures ?? [];
        const each =
            all.find(({name, where}) => `${name} ${where}` === context.variant) ?? all[0];
        if (!each) return undefined;
        const {unit} = each;
        const plain = format.scale(unit);
        const short = shortAxis(unit, Math.abs(each.a ?? 0), '', t);
        const scale = plain / short.divisor;
        const nameA = scenarioName(data.attribution.a, context);
        const nameB = scenarioName(data.attribution.b, context);
        const measure = measureName(each, context);
        let level = each.a * scale;
        const end = (value, name) => ({
            name,
            start: value * scale,
            end: value * scale,
            colour: INK,
            text: format.number(value * scale)
        });
        const steps = each.parts.map(([name, mean, half, verdict]) => {
            const start = level;
            level += mean * scale;
            const hasHalf = format.isNumber(half);
            return {
                name: t.of('part', name),
                start,
                end: level,
                low: hasHalf ? level - half * scale : undefined,
                high: hasHalf ? level + half * scale : undefined,
                colour: VERDICT_COLOUR[verdict] ?? COLOURS.grey,
                text: format.interval(
                    mean * scale, hasHalf ? half * scale : undefined, '1', 'always')
            };
        });
        const bars = [end(each.a, nameA), ...steps, end(each.b, nameB)];
        const word = verdict => t.of('verdict', verdict);
        return {
            title: t('chart.attribution.title', {measure}),
            lead: t('chart.attribution.lead', {a: nameA, b: nameB}),
            replications: data.attribution.replications,
            ...floatingBars({
                names: bars.map(bar => bar.name),
                bars,
                axisName: short.name || unitTitle(measure, unit, context),
                zero: false,
                context,
                tip: index => [bars[index].name, bars[index].text]
            }),
            columns: [
                {title: t('column.part')}, {title: t('column.difference'), unit, isDifference: true},
                {title: '±', unit}, {title: t('column.verdict')}
            ],
            rows: [
                ...each.parts.map(
                    ([name, mean, half, verdict]) => [t.of('part', name), mean, half, word(verdict)]),
                [t('column.whole'), each.whole[1], each.whole[2], word(each.whole[3])]
            ]
        };
    },
};
