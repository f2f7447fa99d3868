// SPDX-License-Identifier: Apache-2.0
// The results, as `report_data` in C++ writes them, by name.
import {levelName} from './group_names.mjs';
import {asWords} from './messages.mjs';

/** A figure: {mean, half, count, difference, differenceHalf, pairs, verdict}. */
function figureOf(values) {
    const [mean, half, count, difference, differenceHalf, pairs, verdict] = values;
    return {mean, half, count, difference, differenceHalf, pairs, verdict};
}

const whereKey = where => Object.entries(where).map(([key, value]) => `${key}=${value}`).join(',');

function rowOf(raw) {
    return {
        ...raw,
        key: whereKey(raw.where),
        keys: Object.keys(raw.where).join(','),
        figures: raw.figures.map(figureOf)
    };
}

export function makeData(raw) {
    const headline = raw.headline.map(rowOf);
    const rows = raw.responses.map(rowOf);
    const byName = new Map();
    for (const row of rows) {
        if (!byName.has(row.name)) byName.set(row.name, []);
        byName.get(row.name).push(row);
    }
    const ofName = name => byName.get(name) ?? [];
    const byPlace = new Map(rows.map(row => [`${row.name} ${row.key}`, row]));
    const engineKeys = new Set([
        'activity', 'resource', 'service', 'organisation', 'payer', 'payer_kind', 'owned_by',
        'class', 'clock', 'need', 'from', 'to', ''
    ]);
    return {
        raw,
        run: raw.run,
        designs: raw.designs,
        headline,
        sensitivities: raw.sensitivities,
        attribution: raw.attribution,
        /** Responses of a name for one key of `where`, e.g. `from,to`; '' is all. */
        rows: (name, keys) => ofName(name).filter(row => row.keys === keys),
        /** Those for attributes of the model's own: levels of categories and bands of numbers. */
        groupRows: name => ofName(name).filter(row => !engineKeys.has(row.keys)),
        row: (name, where = {}) => byPlace.get(`${name} ${whereKey(where)}`),
        model: design => raw.models[raw.designs[design].model],
        hasResults: design => raw.designs[design].replications > 0,
    };
}

/** The text of a language, or of another one where it has none. */
const textIn = (text, language) => text?.[language] || text?.en || text?.fi || text?.sv || '';

/** The beginning that all titles share, up to and with ': '. */
function commonStart(titles) {
    if (titles.length < 2) return '';
    const end = titles[0].indexOf(': ');
    const start = end < 0 ? '' : titles[0].slice(0, end + 2);
    return titles.every(title => title.startsWith(start) && title.length > start.length) ? start :
                                                                                           '';
}

/** Names in one language: of designs, services, needs …, and of groups of clients. */
export function makeLabels(data, t, language) {
    const titles = data.designs.map(design => textIn(design.title, language) || design.name);
    const start = commonStart(titles);
    const short = titles.map(title => title.slice(start.length));
    // Points of a factorial share the title of their scenario; then the name tells them apart.
    const designLabels = data.designs.map(
        (design, index) => short.indexOf(short[index]) === short.lastIndexOf(short[index]) ?
            short[index] :
            design.name);
    const from = (part, name) => {
        for (let design = 0; design < data.designs.length; ++design) {
            const found = data.model(design)[part]?.[name];
            if (found) return found;
        }
        return undefined;
    };
    const titled = part => name => textIn(from(part, name)?.title, language) || asWords(name);
    const labels = {
        place: start.replace(/: $/, ''),
        design: index => designLabels[index],
        designTitle: index => titles[index],
        designText: index => textIn(data.designs[index].description, language),
        title: textIn(data.raw.title, language),
        description: textIn(data.raw.description, language),
        service: titled('services'),
        organisation: titled('organisations'),
        need: titled('needs'),
        clock: titled('clocks'),
        /** After its service; only where that has several the model's own word tells them apart. */
        resource: name => {
            const service = from('resources', name)?.service;
            if (!service) return asWords(name);
            const alike = new Set(data.designs.flatMap(
                (_, design) =>
                    Object.entries(data.model(design).resources)
                        .filter(([, each]) => each.service === service && !each.is_caseload)
                        .map(([other]) => other)));
            return alike.size === 1 && alike.has(name) ?
                labels.service(service) :
                `${labels.service(service)} (${asWords(name)})`;
        },
        clockLimit: name => from('clocks', name),
        limit: name => {
            const clock = from('clocks', name);
            if (!clock) return '';
            if (clock.unit === 'd') return t('limit.d', {limit: clock.limit});
            if (clock.unit === 'months') return t('limit.months', {limit: clock.limit});
            return t('limit.other', {limit: clock.limit});
        },
        measure: name => t.of('measure', name),
        unit: unit => t.of('unit', unit),
        /** What a row of the headline is called. */
        row: row => {
            const name = labels.measure(row.name);
            if (row.where.clock) return `${name}: ${labels.clock(row.where.clock)}`;
            if (row.key === '') return name;
            return `${name}: ${Object.entries(row.where).map(labels.part).join(', ')}`;
        },
        part: ([key, value]) => {
            if (key === 'service' || key === 'from' || key === 'to') return labels.service(value);
            if (key === 'need') return labels.need(value);
            if (key === 'clock') return labels.clock(value);
            if (key === 'resource') return labels.resource(value);
            if (key === 'organisation' || key === 'payer') return labels.organisation(value);
            return levelName(key, value, t) ?? asWords(value === '' ? key : value);
        },
        group: where => {
            const parts = Object.entries(where);
            return parts.length === 0 ? t('group.all') : parts.map(labels.part).join(', ');
        },
    };
    return labels;
}
