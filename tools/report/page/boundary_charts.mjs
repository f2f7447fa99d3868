// SPDX-License-Identifier: Apache-2.0
// What crosses the boundary between organisations and services: clients, work done again, money.
import {axisText, base, besideBaseline, hasFigure, isAnywhere} from './chart_parts.mjs';
import {meanCells, stacks, tableOf, tooltipOf, unitTitle} from './chart_parts.mjs';

const MORE = '#009E73', LESS = '#b0528a';
const MOST_CHANGES = 30;

/** Handovers accepted a year in the first design and in the one looked at, of what may be told. */
function changedFlows({data, design}) {
    const accepted =
        new Map(data.rows('handover.accepted_share', 'from,to').map(row => [row.key, row]));
    const flow = (row, index) =>
        (row.figures[index].mean ?? 0) * (accepted.get(row.key)?.figures[index].mean ?? 0);
    return data.rows('handover.proposed', 'from,to')
        .filter(row => [0, design].every(index => row.figures[index].verdict !== 'suppressed'))
        .map(row => ({
                 ...row.where,
                 before: flow(row, 0),
                 after: flow(row, design),
                 change: flow(row, design) - flow(row, 0)
             }))
        .filter(each => each.change !== 0)
        .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
}

export const flowChange = {
    id: 'flow_change',
    perDesign: true,
    build(context) {
        const {data, t, format, labels, design} = context;
        if (design === 0 || !data.hasResults(design) || !data.hasResults(0)) return undefined;
        const all = changedFlows(context);
        if (all.length === 0) return undefined;
        const drawn = all.slice(0, MOST_CHANGES);
        const names = new Map();
        for (const each of drawn) {
            names.set(`from ${each.from}`, labels.service(each.from));
            names.set(`to ${each.to}`, labels.service(each.to));
        }
        const count = key => new Set(drawn.map(each => each[key])).size;
        const unit = labels.unit('1/year');
        const signed = value => format.interval(value, undefined, '1', 'always');
        return {
            title: t('chart.flow_change.title', {design: labels.design(design)}),
            lead: t('chart.flow_change.lead') +
                (drawn.length < all.length ?
                     ` ${t('chart.flow_change.largest', {shown: drawn.length, all: all.length})}` :
                     ''),
            height: Math.max(320, 34 * Math.max(count('from'), count('to'))),
            option: {
                ...base(),
                tooltip: {
                    confine: true,
                    formatter: ({dataType, data: item, name}) => tooltipOf(
                        dataType === 'edge' ?
                            [
                                `${names.get(item.source)} → ${names.get(item.target)}`,
                                `${format.number(item.before)} → ${format.number(item.after)} ${
                                    unit} (${signed(item.change)})`
                            ] :
                            [names.get(name)])
                },
                series: [{
                    type: 'sankey',
                    left: 210,
                    right: 210,
                    top: 10,
                    bottom: 10,
                    nodeGap: 12,
                    nodeWidth: 14,
                    draggable: false,
                    emphasis: {focus: 'adjacency'},
                    label: {
                        ...axisText,
                        formatter: item => names.get(item.name),
                        width: 195,
                        overflow: 'truncate'
                    },
                    data: [...names.keys()].map(
                        name => ({
                            name,
                            itemStyle: {color: '#5b6570'},
                            label: {position: name.startsWith('from ') ? 'left' : 'right'}
                        })),
                    links: drawn.map(each => ({
                                         source: `from ${each.from}`,
                                         target: `to ${each.to}`,
                                         value: Math.abs(each.change),
                                         before: each.before,
                                         after: each.after,
                                         change: each.change,
                                         lineStyle: {
                                             color: each.change > 0 ? MORE : LESS,
                                             opacity: each.change > 0 ? 0.6 : 0.45
                                         }
                                     }))
                }],
            },
            columns: [
                {title: t('column.from')}, {title: t('column.to')},
                {title: labels.design(0), unit: '1/year'},
                {title: labels.design(design), unit: '1/year'},
                {title: t('column.difference'), unit: '1/year', isDifference: true}
            ],
            rows: all.map(
                each =>
                    [labels.service(each.from), labels.service(each.to), each.before, each.after,
                     each.change]),
        };
    },
};

const MOST_PAIRS = 15;
// Most pairs hardly ever meet: all of them would fill many pages.
const MOST_LISTED = 60;
export const duplicatePairs = {
    id: 'duplicate_pairs',
    perDesign: true,
    build(context) {
        const {data, t, format, labels, design} = context;
        const size = row => Math.max(row.figures[0].mean ?? 0, row.figures[design].mean ?? 0);
        const pairs = data.rows('duplicate_work', 'from,to')
                          .filter(row => hasFigure(row, format) && size(row) > 0)
                          .sort((a, b) => size(b) - size(a));
        if (pairs.length === 0) return undefined;
        const coordination = data.row('coordination_work');
        const name = row => (row.name === 'coordination_work' ?
                                 t('chart.coordination_all') :
                                 `${labels.service(row.where.from)} → ${
                                     labels.service(row.where.to)}`);
        const drawn = pairs.slice(0, MOST_PAIRS), listed = pairs.slice(0, MOST_LISTED);
        const beside = coordination ? [coordination] : [];
        const axisName = unitTitle(t('chart.axis.work'), pairs[0].unit, context);
        return {
            ...besideBaseline([...drawn, ...beside], name, axisName, context, 44),
            title: t('chart.duplicate_pairs.title', {design: labels.design(design)}),
            lead: t('chart.duplicate_pairs.lead') +
                (drawn.length < pairs.length ?
                     ` ${t('chart.largest_pairs', {
                         shown: drawn.length,
                         listed: listed.length,
                         all: pairs.length
                     })}` :
                     ''),
            ...tableOf([...listed, ...beside], name, design === 0 ? [0] : [0, design], context)
        };
    },
};

export const costShift = {
    id: 'cost_shift',
    perDesign: false,
    build(context) {
        const {data, t, format, labels} = context;
        const rows =
            data.rows('cost.borne', 'owned_by,payer')
                .filter(row => row.where.owned_by !== row.where.payer && isAnywhere(row));
        if (rows.length === 0) return undefined;
        const share = data.row('cost.shifted_share');
        const told = data.designs.map((_, index) => index)
                         .filter(index => format.isNumber(share?.figures[index].mean))
                         .slice(0, 4)
                         .map(
                             index => `${labels.design(index)} ${
                                 format.amount(share.figures[index].mean, 'share')}`);
        const owner = name =>
            (name === 'nobody' ? t('chart.cost_shift.nobody') : labels.organisation(name));
        const {unit} = rows[0];
        const content = stacks({
            context,
            unit,
            axisName: labels.unit(unit),
            parts: rows.map(row => ({
                                name: `${owner(row.where.owned_by)} → ${
                                    labels.organisation(row.where.payer)}`,
                                row
                            }))
        });
        if (share) {
            content.rows.push([
                t('chart.cost_shift.share'),
                ...data.designs.map((_, index) => index)
                    .filter(data.hasResults)
                    .flatMap(
                        index => meanCells(share.figures[index], t)
                                     .map(
                                         cell => (format.isNumber(cell) ?
                                                      format.amount(cell, 'share') :
                                                      cell)))
            ]);
        }
        return {
            ...content,
            title: t('chart.cost_shift.title'),
            lead: t('chart.cost_shift.lead') +
                (told.length > 0 ? ` ${t('chart.cost_shift.shares', {designs: format.list(told)})}` :
                                   '')
        };
    },
};
