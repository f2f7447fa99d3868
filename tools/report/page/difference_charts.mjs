// SPDX-License-Identifier: Apache-2.0
// The first picture, and the differences of all headline measures from the baseline.
import {axisLine, axisText, base, categoryAxis, COLOURS, FONT, hasFigure, INK} from './chart_parts.mjs';
import {intervalMark, labelHeight, relative, splitLine, tooltipOf} from './chart_parts.mjs';
import {VERDICT_COLOUR, wrapped} from './chart_parts.mjs';
import {scoreOf, themeRow, THEMES} from './finding.mjs';

const MOST_IN_GLANCE = 10;
const MOST_PANELS = 3;

/** The first design, the one looked at, and those with most improvements; in their own order. */
function designsAtAGlance(data, design) {
    const all = data.designs.map((_, index) => index).filter(data.hasResults);
    if (all.length <= MOST_IN_GLANCE) return all;
    const rank = index => (index === 0 || index === design ? Infinity : scoreOf(data, index));
    const chosen =
        [...all].sort((a, b) => rank(b) - rank(a) || a - b).slice(0, MOST_IN_GLANCE);
    return all.filter(index => chosen.includes(index));
}

/** Waiting, duplicate work and gaps; in a model without needs what its headline begins with. */
function rowsAtAGlance(data, format) {
    const themes = THEMES.map(theme => themeRow(data, theme)).filter(Boolean);
    const rows = themes.length > 0 ? themes : data.headline;
    return rows.filter(row => hasFigure(row, format)).slice(0, MOST_PANELS);
}

/** One bar from zero with its interval and its number. */
function bar({start, x, y, from, to, colour, text, height}) {
    const children = [{
        type: 'rect',
        shape: {x: start, y: y - height / 2, width: Math.max(0, x - start), height},
        style: {fill: colour}
    }];
    if (from !== undefined) {
        children.push({
            type: 'line',
            shape: {x1: from, y1: y, x2: to, y2: y},
            style: {stroke: INK, lineWidth: 1.5}
        });
    }
    children.push({
        type: 'text',
        style: {
            x: Math.max(x, to ?? x) + 5,
            y,
            text,
            verticalAlign: 'middle',
            fontFamily: FONT,
            fontSize: 13,
            fill: INK
        }
    });
    return {type: 'group', children};
}

export const glance = {
    id: 'glance',
    perDesign: true,
    build(context) {
        const {data, t, format, labels, design} = context;
        const rows = rowsAtAGlance(data, format);
        const shown = designsAtAGlance(data, design);
        if (rows.length === 0 || shown.length === 0) return undefined;
        const names = shown.map(labels.design);
        const labelShare = 22, gap = 2.5;
        const width = (100 - labelShare - gap * rows.length) / rows.length;
        const left = panel => labelShare + panel * (width + gap);
        const titles = rows.map(
            row => `${wrapped(labels.row(row), 15)}\n${wrapped(labels.unit(row.unit), 20)}`.trim());
        const lines = Math.max(...titles.map(title => title.split('\n').length));
        const top = 14 + 15 * lines;
        const perRow = Math.max(shown.length > 4 ? 26 : 34, labelHeight(names, 20));
        const height = top + shown.length * perRow + 8;
        const figureAt = (panel, index) => rows[panel].figures[shown[index]];
        const most = rows.map(
            row => Math.max(...shown.map(index => {
                const {mean, half} = row.figures[index];
                return format.isNumber(mean) ? mean + (format.isNumber(half) ? half : 0) : 0;
            })));
        return {
            title: t('chart.glance.title'),
            lead: t('chart.glance.lead') +
                (shown.length < data.designs.filter((_, index) => data.hasResults(index)).length ?
                     ` ${t('chart.glance.some', {shown: shown.length, all: data.designs.length})}` :
                     ''),
            height,
            leastWidth: 560,
            option: {
                ...base(),
                grid: rows.map((_, panel) => ({
                                   left: `${left(panel)}%`,
                                   width: `${width}%`,
                                   top,
                                   bottom: 8
                               })),
                xAxis: rows.map((_, panel) => ({
                                    type: 'value',
                                    gridIndex: panel,
                                    position: 'top',
                                    min: 0,
                                    // Room for the numbers behind the bars.
                                    max: (most[panel] || 1) * 1.6,
                                    name: titles[panel],
                                    nameLocation: 'start',
                                    nameGap: 4,
                                    nameTextStyle: {
                                        ...axisText,
                                        fontSize: 12,
                                        fontWeight: 'bold',
                                        align: 'left',
                                        verticalAlign: 'bottom',
                                        lineHeight: 15,
                                        padding: [0, 0, 2, 4]
                                    },
                                    axisLabel: {show: false},
                                    axisTick: {show: false},
                                    axisLine: {show: false},
                                    splitLine: {show: false}
                                })),
                yAxis: rows.map((_, panel) => ({
                                    ...categoryAxis(names, 20),
                                    gridIndex: panel,
                                    ...panel > 0 ? {axisLabel: {show: false}} : {}
                                })),
                tooltip: {
                    trigger: 'item',
                    confine: true,
                    formatter: ({seriesIndex, dataIndex}) => {
                        const row = rows[seriesIndex];
                        const figure = figureAt(seriesIndex, dataIndex);
                        return tooltipOf([
                            names[dataIndex], labels.row(row),
                            `${format.interval(figure.mean, figure.half, row.unit)} ${
                                labels.unit(row.unit)}`,
                            t.of('verdict', figure.verdict)
                        ]);
                    }
                },
                series: rows.map((row, panel) => ({
                                     type: 'custom',
                                     xAxisIndex: panel,
                                     yAxisIndex: panel,
                                     data: shown.map(
                                         (_, index) => [figureAt(panel, index).mean ?? NaN, index]),
                                     renderItem: (params, api) => {
                                         const figure = figureAt(panel, params.dataIndex);
                                         if (!format.isNumber(figure.mean)) return undefined;
                                         const at = value => api.coord([value, params.dataIndex]);
                                         const hasHalf = format.isNumber(figure.half);
                                         const [x, y] = at(figure.mean);
                                         return bar({
                                             start: at(0)[0],
                                             x,
                                             y,
                                             from: hasHalf ? at(figure.mean - figure.half)[0] :
                                                             undefined,
                                             to: hasHalf ? at(figure.mean + figure.half)[0] :
                                                           undefined,
                                             colour: {
                                                 better: '#4a9bcb',
                                                 worse: '#e8935c'
                                             }[figure.verdict] ??
                                                 '#b4bac1',
                                             text: format.number(figure.mean, row.unit),
                                             height: Math.min(20, api.size([0, 1])[1] * 0.62)
                                         });
                                     }
                                 }))
            },
            columns: [
                {title: t('column.design')},
                ...rows.flatMap(
                    row => [{title: labels.row(row), unit: row.unit}, {title: '±', unit: row.unit}])
            ],
            rows: shown.map(
                (index, at) =>
                    [names[at],
                     ...rows.flatMap(row => [row.figures[index].mean, row.figures[index].half])]),
        };
    },
};

/**
 * Where to end an axis so that a few far away do not squeeze all others: nowhere, unless at most a
 * third reach three times as far as the next.
 */
export function limitOf(points) {
    const ends = points.map(point => Math.abs(point.mean) + (point.half ?? 0)).sort((a, b) => b - a);
    let limit = Infinity;
    for (let far = 1; far <= Math.floor(ends.length / 3); ++far) {
        if (ends[far] > 0 && ends[far - 1] > 3 * ends[far]) limit = 1.35 * ends[far];
    }
    return limit;
}

/** An arrow at the end of the axis, and how far it really is. */
function arrowOut({x, y, sign, colour, text}) {
    return {
        type: 'group',
        children: [
            {
                type: 'line',
                shape: {x1: x - sign * 26, y1: y, x2: x - sign * 8, y2: y},
                style: {stroke: colour, lineWidth: 3}
            },
            {
                type: 'polygon',
                shape: {
                    points: [[x, y], [x - sign * 10, y - 6], [x - sign * 10, y + 6]]
                },
                style: {fill: colour}
            },
            {
                type: 'text',
                style: {
                    x: x - sign * 31,
                    y,
                    text,
                    align: sign > 0 ? 'right' : 'left',
                    verticalAlign: 'middle',
                    fontFamily: FONT,
                    fontSize: 13,
                    fontWeight: 'bold',
                    fill: colour
                }
            }
        ]
    };
}

/** Differences in per cent of the baseline, and of shares in percentage points. */
function differencePanels(data, design, {t}) {
    const per = (unit, rows, pointOf) => {
        const points = rows.map(row => ({...pointOf(row), row}))
                           .filter(point => typeof point.mean === 'number');
        const limit = limitOf(points);
        return {unit, points, limit, isClipped: points.some(point => reachOf(point) > limit)};
    };
    const reachOf = point => Math.abs(point.mean) + (point.half ?? 0);
    const isShare = row => row.unit === 'share';
    return [
        per('%', data.headline.filter(row => !isShare(row)), row => relative(row, design) ?? {}),
        per(t('unit.points'), data.headline.filter(isShare),
            row => {
                const {difference, differenceHalf, verdict} = row.figures[design];
                const isKnown = typeof difference === 'number';
                return {
                    mean: isKnown ? difference * 100 : undefined,
                    half: typeof differenceHalf === 'number' ? differenceHalf * 100 : undefined,
                    verdict
                };
            })
    ].filter(panel => panel.points.length > 0);
}

export const differences = {
    id: 'differences',
    perDesign: true,
    build(context) {
        const {data, t, format, labels, design} = context;
        if (design === 0) return undefined;
        const panels = differencePanels(data, design, context);
        if (panels.length === 0) return undefined;
        const nameOf = point => labels.row(point.row);
        const names = panels.map(panel => panel.points.map(nameOf));
        const width = 42;
        const perRow = Math.max(30, labelHeight(names.flat(), width));
        const longest = Math.max(
            ...names.flat().flatMap(name => wrapped(name, width).split('\n')).map(
                line => line.length));
        const left = Math.min(310, 14 + 6.7 * longest);
        const foot = 62;
        let top = 12;
        const places = panels.map(panel => {
            const place = {left, right: 30, top, height: panel.points.length * perRow};
            top += place.height + foot;
            return place;
        });
        const axes = panels.map((panel, index) => {
            const ends = panel.points.flatMap(
                ({mean, half}) => [mean - (half ?? 0), mean + (half ?? 0)]);
            const inside = value => Math.max(-panel.limit, Math.min(panel.limit, value));
            const low = inside(Math.min(0, ...ends)), high = inside(Math.max(0, ...ends));
            const margin = (high - low || 1) * 0.05;
            return {low: low - margin, high: high + margin, panel, index};
        });
        const draw = ({low, high, panel}) => (params, api) => {
            const point = panel.points[params.dataIndex];
            const at = value => api.coord([Math.max(low, Math.min(high, value)), params.dataIndex]);
            const colour = VERDICT_COLOUR[point.verdict];
            const sign = Math.sign(point.mean);
            const [x, y] = at(point.mean);
            if (Math.abs(point.mean) > panel.limit) {
                return arrowOut({
                    x,
                    y,
                    sign,
                    colour,
                    text: `${format.interval(point.mean, undefined, '1', 'always')} ${panel.unit}`
                });
            }
            const hasHalf = format.isNumber(point.half);
            return intervalMark({
                x,
                y,
                from: hasHalf ? at(point.mean - point.half)[0] : undefined,
                to: hasHalf ? at(point.mean + point.half)[0] : undefined,
                colour,
                isFirst: true
            });
        };
        return {
            title: t('chart.differences.title', {design: labels.design(design)}),
            lead: t('chart.differences.lead') +
                (panels.some(panel => panel.isClipped) ? ` ${t('chart.differences.clipped')}` : ''),
            height: top,
            option: {
                ...base(),
                grid: places,
                xAxis: axes.map(({low, high, panel, index}) => ({
                                    type: 'value',
                                    gridIndex: index,
                                    min: low,
                                    max: high,
                                    name: t('chart.axis.difference', {unit: panel.unit}),
                                    nameLocation: 'middle',
                                    nameGap: 28,
                                    nameTextStyle: axisText,
                                    axisLine,
                                    axisLabel: {
                                        ...axisText,
                                        hideOverlap: true,
                                        showMinLabel: false,
                                        showMaxLabel: false,
                                        formatter: value => format.axis(value)
                                    },
                                    splitLine
                                })),
                yAxis: panels.map((_, index) => ({
                                      ...categoryAxis(names[index], width),
                                      axisLine: {show: false, onZero: false},
                                      gridIndex: index
                                  })),
                tooltip: {
                    trigger: 'item',
                    confine: true,
                    formatter: ({seriesIndex, dataIndex}) => {
                        const {row} = panels[seriesIndex].points[dataIndex];
                        const figure = row.figures[design];
                        return tooltipOf([
                            labels.row(row),
                            `${
                                format.interval(
                                    row.figures[0].mean, row.figures[0].half, row.unit)} → ` +
                                `${format.interval(figure.mean, figure.half, row.unit)} ${
                                    labels.unit(row.unit)}`,
                            t.of('verdict', figure.verdict)
                        ]);
                    }
                },
                series: axes.map(
                    axis => ({
                        type: 'custom',
                        xAxisIndex: axis.index,
                        yAxisIndex: axis.index,
                        renderItem: draw(axis),
                        encode: {x: 0, y: 1},
                        data: axis.panel.points.map((point, index) => [point.mean, index]),
                        markLine: {
                            silent: true,
                            symbol: 'none',
                            data: [{xAxis: 0}],
                            lineStyle: {color: INK, type: 'solid', width: 1.5},
                            label: {show: false}
                        },
                        z: 3
                    })),
            },
            columns: [
                {title: t('column.measure')}, {title: t('column.difference')},
                {title: t('column.low')}, {title: t('column.high')}, {title: t('column.unit')},
                {title: t('column.verdict')}
            ],
            rows: panels.flatMap(
                panel => panel.points.map(
                    ({mean, half, verdict, row}) =>
                        [labels.row(row), mean, half === undefined ? null : mean - half,
                         half === undefined ? null : mean + half, panel.unit,
                         t.of('verdict', verdict)])),
        };
    },
};
