// SPDX-License-Identifier: Apache-2.0
// Every text of the page comes from one catalogue, messages.json: {key: {fi, sv, en}}.

export const LANGUAGES = ['fi', 'sv', 'en'];

/** Names of files become words where nobody has given them a title. */
export const asWords = name => name.replaceAll('_', ' ').replaceAll('.', ' ');

/** `t(key, {name: text})` is the text in one language; a key that is not there is an error. */
export function makeMessages(catalogue, language) {
    const t = (key, values = {}) => {
        const entry = catalogue[key];
        if (!entry) throw new Error(`messages.json has no '${key}'`);
        return entry[language].replace(/\{(\w+)\}/g, (hole, name) => {
            if (!(name in values)) throw new Error(`'${key}' needs ${name}`);
            return String(values[name]);
        });
    };
    /** A text for a name that a model may have made up; then the name itself. */
    t.of = (family, name) => {
        const entry = catalogue[`${family}.${name}`];
        return entry ? entry[language] : asWords(name);
    };
    return t;
}
