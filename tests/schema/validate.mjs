// SPDX-License-Identifier: Apache-2.0
// A public validator with scenarios/schema.json: accepts every scenario of ours, and refuses what is wrong.
//   node validate.mjs ROOT
import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import {parse} from 'yaml';

const root = process.argv[2];
const schema = JSON.parse(readFileSync(join(root, 'scenarios/schema.json'), 'utf8'));
const options = {strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true};
const validate = new Ajv2020(options).compile(schema);
const schemaOf = (kind) =>
    new Ajv2020(options).compile(JSON.parse(readFileSync(join(root, `scenarios/${kind}.schema.json`), 'utf8')));
const validateTargets = schemaOf('targets');
const validateExperiment = schemaOf('experiment');
let checks = 0;
let faults = 0;
const fault = (text) => {
    ++faults;
    console.log(text);
};
const problems = () => validate.errors.map((e) => `  ${e.instancePath || '/'} ${e.message}`).join('\n');

// ---- what is legal ----
const scenariosIn = (folder) =>
    readdirSync(join(root, folder), {recursive: true})
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => join(folder, name))
        .sort();
const legal = ['scenarios', 'models', 'tests/diagnostics/valid'].flatMap(scenariosIn);
if (legal.length < 15) fault(`only ${legal.length} scenarios found below ${root}`);
for (const file of legal) {
    const content = parse(readFileSync(join(root, file), 'utf8'));
    const other = 'targets' in content ? validateTargets : 'scenarios' in content ? validateExperiment : undefined;
    ++checks;
    if (other !== undefined) {
        if (!other(content)) fault(`${file}: refused\n${JSON.stringify(other.errors, null, 2)}`);
    } else if (!validate(content)) {
        fault(`${file}: refused\n${problems()}`);
    }
}

// ---- what the reader refuses as well: the case, and where the fault is ----
const wrong = {
    bad_opening_hours: '/calendars/office/open',
    branches_without_a_target: '/processes/visit/steps/talk/next',
    day_set_is_a_text: '/day_sets/holidays',
    duration_is_no_duration: '/run/length',
    duration_with_wrong_unit: '/processes/visit/steps/talk/duration',
    duration_without_unit: '/processes/visit/steps/talk/duration',
    expression_is_a_list: '/services/clinic/eligible',
    extends_is_a_mapping: '/extends',
    file_is_a_text: '',
    file_is_not_a_mapping: '',
    fraction_of_a_server: '/resources/nurses/servers',
    interfaces_are_a_list: '/interfaces',
    law_unknown: '/processes/visit/steps/talk/duration',
    law_without_arguments: '/processes/visit/steps/talk/duration',
    mark_unknown: '/resources/nurses/servers',
    negative_servers: '/resources/nurses/servers',
    next_is_a_mapping: '/processes/visit/steps/talk/next',
    probability_above_one: '/processes/visit/steps/note/close/relapse',
    rate_without_per: '/sources/clients/rate',
    replications_zero: '/run/replications',
    schema_99: '/schema',
    schema_missing: '',
    source_missing: '/resources/nurses/servers',
    step_is_a_text: '/processes/visit/steps/talk',
    text_in_unknown_language: '/title',
    truth_value_in_another_word: '/resources/nurses/is_caseload',
    unknown_key: '/resources/nurses',
    unknown_section: '',
    unknown_word: '/processes/visit/steps/talk/work',
    vacancy_of_one: '/resources/nurses/vacancy',
};
const refuse = (name, data, place) => {
    ++checks;
    if (validate(data)) {
        fault(`${name}: accepted; it is wrong at '${place}'`);
    } else if (!validate.errors.some((e) => e.instancePath === place)) {
        fault(`${name}: refused, but not at '${place}':\n${problems()}`);
    }
};
for (const [name, place] of Object.entries(wrong)) {
    const file = join(root, 'tests/diagnostics/cases', `${name}.yaml`);
    refuse(name, parse(readFileSync(file, 'utf8')), place);
}

// ---- the same of the other kinds of file ----
for (const [folder, check, cases] of [
    ['targets', validateTargets, {
        no_targets: '',
        tolerance_is_wrong: '/targets/a/tolerance',
        unknown_keys: '',
    }],
    ['experiments', validateExperiment, {
        design_is_unknown: '/design',
        no_scenarios: '',
        numbers_are_out_of_range: '/replications',
        precision_is_wrong: '/precision/responses/0',
        schema_is_unknown: '/schema',
        unknown_keys: '',
    }],
]) {
    for (const [name, place] of Object.entries(cases)) {
        ++checks;
        const data = parse(readFileSync(join(root, `tests/diagnostics/${folder}/${name}.yaml`), 'utf8'));
        if (check(data)) {
            fault(`${folder}/${name}: accepted; it is wrong at '${place}'`);
        } else if (!check.errors.some((e) => e.instancePath === place)) {
            fault(`${folder}/${name}: refused, but not at '${place}':\n${JSON.stringify(check.errors, null, 2)}`);
        }
    }
}

// ---- a file that stands by itself must be whole; one that extends another need not ----
const whole = `
schema: 1
run: {length: 100 h}
sources: {clients: {rate: 2.4 per min, process: visit}}
resources: {desk: {servers: 3}}
processes: {visit: {steps: {talk: {seize: desk, duration: exponential(1 min)}}}}
`;
const changed = (from, to) => {
    if (!whole.includes(from)) throw new Error(`no '${from}' in the scenario`);
    return whole.replace(from, to);
};
const accept = (name, text) => {
    ++checks;
    if (!validate(parse(text))) fault(`${name}: refused\n${problems()}`);
};
accept('whole', whole);
const incomplete = [
    ['required key', 'process: visit', 'count: 3', '/sources/clients'],
    ['required key of run', 'length: 100 h', 'seed: 1', '/run'],
    ['activity without duration', ', duration: exponential(1 min)', '', '/processes/visit/steps/talk'],
    ['none of a choice', 'servers: 3', '', '/resources/desk'],
    ['removal', 'rate: 2.4 per min', 'rate: ~', '/sources/clients/rate'],
];
for (const [name, from, to, place] of incomplete) {
    refuse(name, parse(changed(from, to)), place);
    accept(`${name}, extends`, `extends: other.yaml${changed(from, to)}`);
}
for (const [name, from, to, place, extendedPlace = place] of [
    ['two of a choice', 'servers: 3', 'servers: 3, fte: 2', '/resources/desk'],
    ['two steps in one', 'seize: desk, duration: exponential(1 min)', 'call: a, set: {b: 1}',
        '/processes/visit/steps/talk'],
    ['key of another step', 'seize: desk,', 'call: a,', '/processes/visit/steps/talk',
        '/processes/visit/steps/talk/duration'],
    ['name that is none', 'desk: {servers: 3}', '"2nd": {servers: 3}', '/resources'],
]) {
    refuse(name, parse(changed(from, to)), place);
    refuse(`${name}, extends`, parse(`extends: other.yaml${changed(from, to)}`), extendedPlace);
}
// One of a choice instead of another: what the other file says is removed.
for (const [name, from, to] of [
    ['one of a choice for another', 'servers: 3', 'servers: ~, fte: 2'],
    ['a call for an activity', 'seize: desk, duration: exponential(1 min)', 'call: a, seize: ~, duration: ~'],
    ['none of a choice left', 'servers: 3', 'servers: ~, fte: ~'],
]) {
    accept(`${name}, extends`, `extends: other.yaml${changed(from, to)}`);
}
for (const [name, from, to] of [
    ['number as text', 'servers: 3', 'servers: "3"'],
    ['value with its source', 'servers: 3', 'servers: {value: 3, mark: V, source: register, year: 2024}'],
    ['assumption', 'rate: 2.4 per min', 'rate: {value: 2.4 per min, mark: A, range: 1 to 3}'],
    ['removal inside a pattern', 'sources:', 'interfaces: {any -> any: {loss: ~}}\nsources:'],
    ['expression that is a number', 'seize: desk,', 'seize: desk, priority: 1,'],
]) {
    accept(name, changed(from, to));
}

console.log(`${checks} files and texts, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
