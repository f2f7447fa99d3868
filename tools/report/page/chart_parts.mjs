// SPDX-License-Identifier: Apache-2.0
// What several charts share: colours, axes, intervals, bars in parts, and tables of the same
// figures.

// Okabe and Ito: told apart with every common colour blindness (jfly.uni-koeln.de/color).
export const COLOURS = {
    blue: '#0072B2',
    orange: '#D55E00',
    green: '#009E73',
    sky: '#56B4E9',
    yellow: '#F0E442',
    amber: '#E69F00',
    purple: '#CC79A7',
    grey: '#767676',
    black: '#1b1f24'
};
export const STACK =
    ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#767676'];
export const VERDICT_COLOUR = {
    better: COLOURS.blue,
    worse: COLOURS.orange,
    differs: COLOURS.black,
    unclear: COLOURS.grey,
    reference: COLOURS.black,
    suppressed: COLOURS.grey
};
// Without quotes: they would end the attribute of an SVG file.
export const FONT = 'Arial, Liberation Sans, DejaVu Sans, sans-serif';
export const INK = '#1b1f24';
export const MOST_LINES = 6;

/** Tooltips are HTML: names in them are not. */
export const escapeHtml = text =>
    String(text).replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);

export const base = () => ({
    animation: false,
    textStyle: {fontFamily: FONT, color: INK, fontSize: 13},
    backgroundColor: '#ffffff',
    aria: {enabled: false},
});
export const axisText = {
    color: INK,
    fontFamily: FONT,
    fontSize: 13
};
export const splitLine = {
    lineStyle: {color: '#e2e5e9'}
};
export const axisLine = {
    lineStyle: {color: '#8a929c'}
};

export const tooltipOf = lines => lines.filter(line => line !== '').map(escapeHtml).join('<br>');

/** Text broken into lines of about so many letters, so that labels fit beside the chart. */
export function wrapped(text, width = 30) {
    const lines = [''];
    for (const word of text.split(' ')) {
        const last = lines[lines.length - 1];
        if (last !== '' && (last + ' ' + word).length > width)
            lines.push(word);
        else
            lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    }
    return lines.map(line => (line.length > width + 10 ? `${line.slice(0, width + 8)}…` : line))
        .join('\n');
}

export const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Names of categories may repeat in a language: axes take their index, labels the text. */
export function categoryAxis(names, width) {
    return {
        type: 'category',
        data: names.map((_, index) => index),
        inverse: true,
        axisLabel: {
            ...axisText,
            interval: 0,
            formatter: index => wrapped(names[Number(index)], width),
            lineHeight: 15
        },
        axisTick: {show: false},
        axisLine
    };
}

export const unitTitle = (name, unit, {labels}) => {
    const text = labels.unit(unit);
    return text === '' ? name : `${name}, ${text}`;
};

/** What a row needs for the longest of its labels, in pixels. */
export const labelHeight = (names, width) =>
    8 + 15 * Math.max(1, ...names.map(name => wrapped(name, width).split('\n').length));

/** An estimate and its interval, in pixels; without `from` there is no interval. */
export function intervalMark({x, y, from, to, colour, isFirst}) {
    const children = [];
    if (from !== undefined) {
        children.push({
            type: 'line',
            shape: {x1: from, y1: y, x2: to, y2: y},
            style: {stroke: colour, lineWidth: 3}
        });
        for (const end of [from, to]) {
            children.push({
                type: 'line',
                shape: {x1: end, y1: y - 5, x2: end, y2: y + 5},
                style: {stroke: colour, lineWidth: 2}
            });
        }
    }
    children.push(
        isFirst ? {type: 'circle', shape: {cx: x, cy: y, r: 6}, style: {fill: colour}} : {
            type: 'polygon',
            shape: {points: [[x, y - 8], [x + 7, y], [x, y + 8], [x - 7, y]]},
            style: {fill: colour}
        });
    return {type: 'group', children};
}

/**
 * Estimates with their intervals, one line per category and series. `points`: {mean, half, colour}
 * or nothing, already in the scale of the axis.
 */
export function intervals(
    {categories, series, axisName, context, zero = false, tip, labelWidth = 30}) {
    const step = series.length > 1 ? Math.min(0.3, 0.6 / series.length) : 0;
    const reach = series.flatMap(
        each => each.points.filter(Boolean).flatMap(
            point => [point.mean - (point.half ?? 0), point.mean + (point.half ?? 0)]));
    const high = Math.max(0, ...reach);
    // What lies a hair below zero is no reason for an axis that begins there.
    const lowest = Math.min(0, ...reach);
    const low = lowest > -0.01 * high ? 0 : lowest;
    const margin = (high - low || 1) * 0.04;
    const perRow = Math.max(36, 18 * series.length + 14, labelHeight(categories, labelWidth));
    const height = Math.max(220, 84 + categories.length * perRow);
    const shapes = ['circle', 'diamond', 'rect', 'triangle'];
    const draw = (each, number) => (params, api) => {
        const point = each.points[params.dataIndex];
        if (!point) return undefined;
        const shift = (number - (series.length - 1) / 2) * step;
        const at = (value, row) => api.coord([value, row]);
        const [x, middle] = at(point.mean, params.dataIndex);
        const y = middle + shift * api.size([0, 1])[1];
        const half = context.format.isNumber(point.half) ? point.half : undefined;
        return intervalMark({
            x,
            y,
            from: half === undefined ? undefined : at(point.mean - half, params.dataIndex)[0],
            to: half === undefined ? undefined : at(point.mean + half, params.dataIndex)[0],
            colour: point.colour ?? each.colour,
            isFirst: number === 0
        });
    };
    return {
        height,
        option: {
            ...base(),
            grid: {
                left: 8,
                right: 24,
                top: series.length > 1 ? 40 : 12,
                bottom: 44,
                containLabel: true
            },
            legend: series.length > 1 ? {
                top: 0,
                left: 0,
                textStyle: axisText,
                itemGap: 20,
                data: series.map((each, number) => ({name: each.name, icon: shapes[number]}))
            } :
                                        undefined,
            xAxis: {
                type: 'value',
                min: low - (low < 0 ? margin : 0),
                max: high + margin,
                name: axisName,
                nameLocation: 'middle',
                nameGap: 28,
                nameTextStyle: axisText,
                axisLabel: {
                    ...axisText,
                    hideOverlap: true,
                    showMinLabel: low >= 0,
                    showMaxLabel: false,
                    formatter: value => context.format.axis(value)
                },
                splitLine
            },
            yAxis: categoryAxis(categories, labelWidth),
            tooltip: {
                trigger: 'item',
                confine: true,
                formatter: item => tooltipOf(tip(item.dataIndex, item.seriesIndex))
            },
            series:
                series.map((each, number) => ({
                               type: 'custom',
                               name: each.name,
                               color: each.colour,
                               itemStyle: {color: each.colour},
                               renderItem: draw(each, number),
                               encode: {x: 0, y: 1},
                               data: each.points.map(
                                   (point, index) => (point ? [point.mean, index] : [NaN, index])),
                               markLine: zero && number === 0 ? {
                                   silent: true,
                                   symbol: 'none',
                                   data: [{xAxis: 0}],
                                   lineStyle: {color: INK, type: 'solid', width: 1.5},
                                   label: {show: false}
                               } :
                                                                undefined,
                               z: 3,
                           })),
        },
    };
}

/** The first design and the one looked at, category by category. */
export function besideBaseline(rows, name, axisName, context, labelWidth) {
    const {data, format, labels, design} = context;
    const unit = rows[0].unit;
    const scale = format.scale(unit);
    const shown = design === 0 ? [0] : [0, design];
    const pointOf = figure =>
        (format.isNumber(figure.mean) ? {
            mean: figure.mean * scale,
            half: format.isNumber(figure.half) ? figure.half * scale : undefined
        } :
                                        undefined);
    const colours = [COLOURS.grey, COLOURS.blue];
    const chart = intervals({
        categories: rows.map(name),
        axisName,
        context,
        labelWidth,
        series: shown.map((index, number) => ({
                              name: labels.design(index),
                              colour: shown.length === 1 ? COLOURS.blue : colours[number],
                              points: rows.map(row => pointOf(row.figures[index]))
                          })),
        tip: (row, series) => {
            const figure = rows[row].figures[shown[series]];
            return [
                name(rows[row]), labels.design(shown[series]),
                unitTitle(format.interval(figure.mean, figure.half, unit), unit, context)
                    .replace(', ', ' '),
                series === 0 ? '' : context.t.of('verdict', figure.verdict)
            ];
        },
    });
    return {...chart, ...tableOf(rows, name, shown, context), count: data.designs.length};
}

/** Every row with mean and half-width of each design shown, difference and verdict of the last. */
export function tableOf(rows, name, shown, {t, labels}) {
    const unit = rows[0]?.unit;
    const columns = [{title: ''}];
    for (const index of shown) {
        columns.push({title: labels.design(index), unit}, {title: '±', unit});
    }
    const last = shown[shown.length - 1];
    if (last > 0) {
        columns.push(
            {title: t('column.difference'), unit, isDifference: true}, {title: '±', unit},
            {title: t('column.verdict')});
    }
    return {
        columns,
        rows: rows.map(row => {
            const cells = [name(row)];
            for (const index of shown) cells.push(...meanCells(row.figures[index], t));
            if (last > 0) {
                const figure = row.figures[last];
                cells.push(
                    figure.difference, figure.differenceHalf, t.of('verdict', figure.verdict));
            }
            return cells;
        })
    };
}
export const meanCells = (figure, t) =>
    (figure.verdict === 'suppressed' ? [t('page.suppressed'), null] : [figure.mean, figure.half]);

/** Money in millions where it comes in such amounts: {divisor, name of the axis}. */
export const shortAxis = (unit, most, name, t) => (unit === 'EUR/year' && most >= 1e6 ?
    {divisor: 1e6, name: t('chart.axis.million_euros')} :
    {divisor: 1, name});

/** Bars of each design made of parts; `extra` is a bar beside them. */
export function stacks({parts, extra, axisName, context, unit}) {
    const {data, format, labels, t} = context;
    const designs = data.designs.map((_, index) => index).filter(data.hasResults);
    const scale = format.scale(unit);
    const series =
        parts.map((part, number) => ({part, stack: 'parts', colour: STACK[number % STACK.length]}));
    if (extra) series.push({part: extra, stack: 'extra', colour: INK});
    const value = (row, design) => row.figures[design].mean;
    const most = Math.max(
        0,
        ...designs.map(design => parts.reduce(
                           (sum, part) => sum + Math.abs(value(part.row, design) ?? 0), 0)));
    const short = shortAxis(unit, most, axisName, t);
    const perDesign = extra ? 44 : 30;
    // A row of the legend holds about 105 letters, of which each mark takes six.
    const letters = series.reduce((sum, each) => sum + each.part.name.length + 6, 0);
    const legendRows = Math.ceil(letters / 105);
    return {
        height: 66 + legendRows * 28 + designs.length * Math.max(perDesign, 34),
        option: {
            ...base(),
            grid: {left: 8, right: 40, top: 10 + legendRows * 28, bottom: 44, containLabel: true},
            legend: {
                top: 0,
                left: 0,
                textStyle: axisText,
                itemGap: 14,
                itemWidth: 16,
                width: '100%',
                data: series.map(each => each.part.name)
            },
            xAxis: {
                type: 'value',
                name: short.name,
                nameLocation: 'middle',
                nameGap: 28,
                nameTextStyle: axisText,
                axisLabel: {
                    ...axisText,
                    hideOverlap: true,
                    formatter: number => format.axis(number / short.divisor)
                },
                splitLine
            },
            yAxis: categoryAxis(designs.map(labels.design)),
            tooltip: {
                trigger: 'item',
                confine: true,
                formatter: item => {
                    const {part} = series[item.seriesIndex];
                    const figure = part.row.figures[designs[item.dataIndex]];
                    return tooltipOf([
                        labels.design(designs[item.dataIndex]), part.name,
                        `${format.interval(figure.mean, figure.half, unit)} ${labels.unit(unit)}`
                    ]);
                }
            },
            series: series.map(
                each => ({
                    type: 'bar',
                    name: each.part.name,
                    stack: each.stack,
                    barMaxWidth: 26,
                    barGap: '15%',
                    itemStyle: {color: each.colour, borderColor: '#ffffff', borderWidth: 1},
                    data: designs.map(design => (value(each.part.row, design) ?? 0) * scale)
                })),
        },
        columns: [
            {title: t('column.class')},
            ...designs.flatMap(design => [{title: labels.design(design), unit}, {title: '±', unit}])
        ],
        rows: series.map(
            ({part}) =>
                [part.name, ...designs.flatMap(design => meanCells(part.row.figures[design], t))]),
    };
}

export const hasFigure = (row, format) => row.figures.some(figure => format.isNumber(figure.mean));
export const isAnywhere = row => row.figures.some(figure => figure.mean > 0);

/** Difference in per cent of the first design, with its ends; nothing when that is none. */
export function relative(row, design) {
    const base = row.figures[0].mean;
    const {difference, differenceHalf, verdict} = row.figures[design];
    if (!base || typeof difference !== 'number') return undefined;
    const half =
        typeof differenceHalf === 'number' ? Math.abs(differenceHalf / base) * 100 : undefined;
    return {mean: difference / Math.abs(base) * 100, half, verdict};
}

/** A colour on white. */
export function mixed(colour, strength) {
    const part = start => Number.parseInt(colour.slice(start, start + 2), 16);
    return `rgb(${
            [1, 3, 5].map(start => Math.round(255 + (part(start) - 255) * strength)).join(',')})`;
}

/** What a picture leaves out for being readable is told. */
export const largest = (drawn, all, t) => (drawn.length < all.length
    ? ` ${t('chart.largest', {shown: drawn.length, all: all.length})}` : '');
