// SPDX-License-Identifier: Apache-2.0
// What happened to one simulated child in every design: services as lanes, time from left to right.
import {axisLine, axisText, base, COLOURS, FONT, INK, splitLine, tooltipOf} from './chart_parts.mjs';

/** Designs beside each other. */
const MOST_STORIES = 3;
const LANE = 34, LEFT = 220;
const GAP_LANE = '';
const HANDOVER_FAILED = [
    'handover_lost', 'handover_misrouted', 'handover_rejected', 'handover_timed_out',
    'handover_returned'
];

const isHandover = event => event.kind.startsWith('handover_');

/** The events of a design by name, and days since the need arose. */
function eventsOf(story, design) {
    const events =
        story.designs[design].map(([time, kind, place, other]) => ({time, kind, place, other}));
    const start = events[0]?.time ?? 0;
    return events.map(event => ({...event, day: event.time - start}));
}

/** What is drawn of a path: bars of waiting and of gaps, visits, tellings, handovers. */
function pathOf(events, lastDay) {
    const lanes = [GAP_LANE];
    const laneOf = name => {
        if (!lanes.includes(name)) lanes.push(name);
        return lanes.indexOf(name);
    };
    const waits = [], gaps = [], visits = [], tellings = [], handovers = [], closures = [],
          recognitions = [];
    const waiting = new Map();
    let gap, effective, closed, proposed;
    const endWait = (place, day) => {
        if (!waiting.has(place)) return;
        waits.push({lane: laneOf(place), from: waiting.get(place), to: day});
        waiting.delete(place);
    };
    for (const event of events) {
        const {kind, place, day} = event;
        if (kind === 'waits' && place !== '' && !waiting.has(place)) waiting.set(place, day);
        if (['visit', 'stops_waiting', 'gives_up'].includes(kind)) endWait(place, day);
        if (kind === 'visit' && place !== '') visits.push({lane: laneOf(place), day, event});
        if (kind === 'told' && place !== '') tellings.push({lane: laneOf(place), day, event});
        if (kind === 'effective_contact' && effective === undefined && place !== '')
            effective = {lane: laneOf(place), day, event};
        if (kind === 'gap_begins') gap = {lane: 0, from: day, kind: place};
        if (kind === 'recognised') recognitions.push({lane: 0, day, event});
        if (kind === 'gap_ends' && gap) {
            // One of no time is no gap.
            if (day > gap.from) gaps.push({...gap, to: day});
            gap = undefined;
        }
        if (kind === 'handover_proposed') proposed = day;
        if (kind === 'handover_accepted' || HANDOVER_FAILED.includes(kind)) {
            handovers.push({
                from: laneOf(place),
                to: laneOf(event.other),
                day,
                since: proposed ?? day,
                isAccepted: kind === 'handover_accepted',
                event
            });
        }
        if (kind === 'closed' || kind === 'left') {
            for (const name of [...waiting.keys()]) endWait(name, day);
            closed = event;
            closures.push({day, event});
        }
        // The need has come back.
        if (kind === 'arose') closed = undefined;
    }
    const end = closed?.day ?? lastDay;
    for (const name of [...waiting.keys()]) endWait(name, end);
    if (gap) gaps.push({...gap, to: end});
    return {
        lanes,
        waits,
        gaps,
        visits,
        tellings,
        handovers,
        closures,
        recognitions,
        effective,
        closed,
        end
    };
}

/** What an event is called; gaps by their class, visits by their work. */
function eventText(event, {t, labels}) {
    if (event.kind === 'gap_begins')
        return t('story.gap_begins', {gap: t.of('gap_class', `G${event.place}`)});
    if (event.kind === 'told') return t('story.told', {count: event.other});
    if (event.kind === 'closed') {
        const isMet = event.other === '1';
        return t(isMet ? 'story.closed_met' : 'story.closed');
    }
    if (event.kind === 'recognised' && event.place === '') return t('story.recognised_family');
    if (event.kind === 'owner' && event.place === '') return t('story.owner_nobody');
    const text = t.of('story_event', event.kind);
    return isHandover(event) ?
        `${text}: ${labels.service(event.place)} → ${labels.service(event.other)}` :
        text;
}

const isTold = event => !['visit_ends', 'stops_waiting', 'contact'].includes(event.kind);

/** The designs that are told: all when they are few, else the baseline and the one looked at. */
function designsOf(story, {data, design}) {
    const all = data.designs.map((_, index) => index).filter(i => story.designs[i].length > 0);
    return all.length <= MOST_STORIES ? all : all.filter(index => [0, design].includes(index));
}

function aboutChild(story, {t}) {
    const parts = Object.entries(story.numbers)
                      .map(
                          ([name, value]) =>
                              (name === 'age' ? t('story.age', {years: value}) :
                                                `${t.of('attribute', name)} ${value}`));
    return parts.join(', ');
}

function titleOf(story, {t, labels}) {
    const about = aboutChild(story, {t});
    return about === '' ? labels.need(story.need) : `${labels.need(story.need)} (${about})`;
}

/** Why this child: a fixed rule, so that nobody has picked a story to please. */
function ruleText(story, {t, format}) {
    const value =
        (story.rule === 'tellings' ? format.whole(story.value) : format.number(story.value, 'd'));
    return t(`story_rule.${story.rule}_${Math.round(story.share * 100)}`, {value});
}

export const storyChart = {
    id: 'story',
    perDesign: false,
    variants: context =>
        (context.data.raw.stories ??
         []).map((story, index) => ({id: String(index + 1), title: titleOf(story, context)})),
    build(context) {
        const {data, t, format, labels, variant} = context;
        const story = (data.raw.stories ?? [])[Number(variant) - 1];
        if (!story) return undefined;
        const shown = designsOf(story, context);
        if (shown.length === 0) return undefined;
        const blocks = shown.map(index => {
            const events = eventsOf(story, index);
            return {index, events, ...pathOf(events, data.run.length - story.designs[index][0][0])};
        });
        const most = Math.max(1, ...blocks.map(block => block.end));
        // Rows from above: the head of a design, then its lanes.
        const rows = [];
        for (const block of blocks) {
            block.head = rows.length;
            rows.push({head: labels.design(block.index)});
            block.first = rows.length;
            for (const lane of block.lanes)
                rows.push({lane: lane === GAP_LANE ? t('story.nobody') : labels.service(lane)});
        }
        const lists = {
            waits: [],
            gaps: [],
            visits: [],
            effective: [],
            tellings: [],
            accepted: [],
            failed: [],
            closures: [],
            recognitions: [],
            heads: [],
            ends: []
        };
        for (const block of blocks) {
            const own = list => list.map(each => ({...each, row: block.first + each.lane}));
            lists.waits.push(...own(block.waits));
            lists.gaps.push(...own(block.gaps));
            lists.visits.push(...own(block.visits));
            lists.tellings.push(...own(block.tellings));
            lists.recognitions.push(...own(block.recognitions));
            if (block.effective) lists.effective.push(...own([block.effective]));
            for (const each of block.handovers) {
                (each.isAccepted ? lists.accepted : lists.failed)
                    .push({...each, row: block.first + each.from, toRow: block.first + each.to});
            }
            const lastRow = block.first + block.lanes.length - 1;
            lists.closures.push(
                ...block.closures.map(each => ({...each, row: block.first, lastRow})));
            lists.heads.push({row: block.head, day: 0, text: labels.design(block.index)});
            lists.ends.push({
                row: block.head,
                day: block.end,
                beside: labels.design(block.index),
                text: !block.closed              ? t('story.goes_on') :
                    block.closed.kind === 'left' ? t('story_event.left') :
                                                   eventText(block.closed, context)
            });
        }
        const bar = (list, colour, share) => (params, api) => {
            const each = list[params.dataIndex];
            const [x1, y] = api.coord([each.from, each.row]);
            const [x2] = api.coord([each.to, each.row]);
            const height = LANE * share;
            return {
                type: 'rect',
                shape: {x: x1, y: y - height / 2, width: Math.max(2, x2 - x1), height},
                style: {fill: colour, stroke: INK, lineWidth: 0.5}
            };
        };
        const tick = (params, api) => {
            const each = lists.visits[params.dataIndex];
            const [x, y] = api.coord([each.day, each.row]);
            return {
                type: 'rect',
                shape: {x: x - 1.5, y: y - 9, width: 3, height: 18},
                style: {fill: COLOURS.blue}
            };
        };
        const circle = (params, api) => {
            const each = lists.effective[params.dataIndex];
            const [x, y] = api.coord([each.day, each.row]);
            return {
                type: 'circle',
                shape: {cx: x, cy: y, r: 8},
                style: {fill: COLOURS.green, stroke: '#ffffff', lineWidth: 2}
            };
        };
        const ring = (params, api) => {
            const each = lists.recognitions[params.dataIndex];
            const [x, y] = api.coord([each.day, each.row]);
            return {
                type: 'circle',
                shape: {cx: x, cy: y, r: 7},
                style: {fill: '#ffffff', stroke: INK, lineWidth: 2}
            };
        };
        const diamond = (params, api) => {
            const each = lists.tellings[params.dataIndex];
            const [x, y] = api.coord([each.day, each.row]);
            return {
                type: 'polygon',
                shape: {points: [[x, y - 15], [x + 6, y - 9], [x, y - 3], [x - 6, y - 9]]},
                style: {fill: COLOURS.amber, stroke: INK, lineWidth: 1}
            };
        };
        const arrow = (list, colour, dash) => (params, api) => {
            const each = list[params.dataIndex];
            const [x, y1] = api.coord([each.day, each.row]);
            const [, y2] = api.coord([each.day, each.toRow]);
            const way = Math.sign(y2 - y1) || 1;
            return {
                type: 'group',
                children: [
                    {
                        type: 'line',
                        shape: {x1: x, y1, x2: x, y2},
                        style: {stroke: colour, lineWidth: 2, lineDash: dash}
                    },
                    {
                        type: 'polygon',
                        shape: {points: [[x, y2], [x - 5, y2 - 9 * way], [x + 5, y2 - 9 * way]]},
                        style: {fill: colour}
                    }
                ]
            };
        };
        const head = (params, api) => {
            const each = lists.heads[params.dataIndex];
            const [x, y] = api.coord([0, each.row]);
            return {
                type: 'text',
                style: {
                    x,
                    y,
                    text: each.text,
                    fill: INK,
                    fontFamily: FONT,
                    fontSize: 14,
                    fontWeight: 'bold',
                    verticalAlign: 'middle'
                }
            };
        };
        const closure = (params, api) => {
            const each = lists.closures[params.dataIndex];
            const [x, y1] = api.coord([each.day, each.row]);
            const [, y2] = api.coord([each.day, each.lastRow]);
            return {
                type: 'line',
                shape: {x1: x, y1: y1 - LANE / 2, x2: x, y2: y2 + LANE / 2},
                style: {stroke: INK, lineWidth: 2}
            };
        };
        const ending = (params, api) => {
            const each = lists.ends[params.dataIndex];
            const [x, y] = api.coord([each.day, each.row]);
            const isLate = each.day > most * 0.7;
            // Not on top of the name of the design.
            const [zero] = api.coord([0, each.row]);
            return {
                type: 'text',
                style: {
                    x: isLate ? x : Math.max(x, zero + 9 * each.beside.length + 16),
                    y,
                    text: each.text,
                    align: isLate ? 'right' : 'left',
                    verticalAlign: 'middle',
                    fill: INK,
                    fontFamily: FONT,
                    fontSize: 12
                }
            };
        };
        const layer = (name, list, colour, renderItem, z, icon) => ({
            type: 'custom',
            name,
            color: colour,
            z,
            renderItem,
            data: list.map(each => [each.day ?? each.from, each.row]),
            list,
            icon
        });
        const layers = [
            layer(t('story.legend.recognised'), lists.recognitions, '#ffffff', ring, 4, 'circle'),
            layer(
                t('story.legend.wait'), lists.waits, COLOURS.sky,
                bar(lists.waits, COLOURS.sky, 0.6), 1, 'rect'),
            layer(
                t('story.legend.gap'), lists.gaps, COLOURS.orange,
                bar(lists.gaps, COLOURS.orange, 0.6), 1, 'rect'),
            layer(t('story.legend.visit'), lists.visits, COLOURS.blue, tick, 3, 'rect'),
            layer(t('story.legend.effective'), lists.effective, COLOURS.green, circle, 5, 'circle'),
            layer(t('story.legend.told'), lists.tellings, COLOURS.amber, diamond, 4, 'diamond'),
            layer(
                t('story.legend.accepted'), lists.accepted, COLOURS.black,
                arrow(lists.accepted, COLOURS.black, undefined), 2, 'triangle'),
            layer(
                t('story.legend.failed'), lists.failed, COLOURS.purple,
                arrow(lists.failed, COLOURS.purple, [5, 3]), 2, 'triangle'),
            layer(t('story.legend.closed'), lists.closures, INK, closure, 2, 'rect')
        ].filter(each => each.list.length > 0);
        const frames =
            [layer('heads', lists.heads, INK, head, 3), layer('ends', lists.ends, INK, ending, 3)];
        const when = days => t('story.day', {day: format.whole(days)});
        const tip = each => {
            if (each.event) {
                return tooltipOf([
                    when(each.day), eventText(each.event, context),
                    isHandover(each.event) || !each.event.place ? '' :
                                                                  labels.service(each.event.place)
                ]);
            }
            return tooltipOf([
                each.kind === undefined ? t('story.legend.wait') :
                                          t.of('gap_class', `G${each.kind}`),
                t('story.days', {
                    from: format.whole(each.from),
                    to: format.whole(each.to),
                    days: format.number(each.to - each.from)
                })
            ]);
        };
        return {
            title: t('chart.story.title', {child: titleOf(story, context)}),
            lead: `${t('chart.story.lead')} ${ruleText(story, context)}`,
            frame: t('story.frame'),
            height: 130 + rows.length * LANE,
            option: {
                ...base(),
                grid: {left: LEFT, right: 28, top: 72, height: rows.length * LANE},
                legend: {
                    top: 0,
                    left: 0,
                    textStyle: axisText,
                    itemGap: 16,
                    data: layers.map(each => ({
                                         name: each.name,
                                         icon: each.icon,
                                         itemStyle: {borderColor: INK, borderWidth: 1}
                                     }))
                },
                xAxis: {
                    type: 'value',
                    min: 0,
                    max: Math.ceil(most / 10) * 10,
                    name: t('story.axis'),
                    nameLocation: 'middle',
                    nameGap: 30,
                    nameTextStyle: axisText,
                    axisLabel: {...axisText, formatter: format.axis},
                    splitLine
                },
                yAxis: {
                    type: 'category',
                    data: rows.map((_, index) => index),
                    inverse: true,
                    axisTick: {show: false},
                    axisLine,
                    axisLabel: {
                        ...axisText,
                        interval: 0,
                        width: LEFT - 14,
                        overflow: 'break',
                        lineHeight: 15,
                        formatter: index => rows[Number(index)].lane ?? ''
                    }
                },
                tooltip: {
                    confine: true,
                    formatter: item =>
                        (layers[item.seriesIndex] ?
                             tip(layers[item.seriesIndex].list[item.dataIndex]) :
                             '')
                },
                series: [...layers, ...frames].map(({list, icon, ...series}) => series),
            },
            columns: [
                {title: t('column.design')}, {title: t('column.day'), unit: 'd'},
                {title: t('column.event')}, {title: t('column.service')}
            ],
            rows: blocks.flatMap(
                block => block.events.filter(isTold).map(
                    event =>
                        [labels.design(block.index), event.day, eventText(event, context),
                         isHandover(event) || event.kind === 'gap_begins' || event.place === '' ?
                             '' :
                             labels.service(event.place)])),
        };
    },
};
