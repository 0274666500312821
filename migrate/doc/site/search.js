// The search of a site: as you type, with the keyboard alone if you like. The names are those of names.js.
'use strict';
(function () {
    const MOST = 60;
    const root = document.body.dataset.root;
    const box = document.getElementById('search');
    const query = document.getElementById('query');
    const found = document.getElementById('found');
    const names = window.schemaNames.map(function (entry) {
        const low = entry[0].toLowerCase();
        return { name: entry[0], what: entry[1], page: entry[2], low: low, all: low + ' ' + entry[1].toLowerCase() };
    });
    let chosen = -1;

    // How well it fits; the lower the better, and objects come before their parts. -1: not at all.
    function rank(entry, words) {
        if (!words.every(function (word) { return entry.all.includes(word); })) return -1;
        const last = entry.low.slice(entry.low.lastIndexOf('.') + 1);
        const word = words[0];
        const part = entry.page.includes('#') ? 1 : 0;
        if (entry.low === word || last === word) return part;
        if (entry.low.startsWith(word) || last.startsWith(word)) return 2 + part;
        return (entry.low.includes(word) ? 4 : 6) + part;
    }

    function search(text) {
        const words = text.toLowerCase().split(/\s+/).filter(Boolean);
        if (words.length === 0) return [];
        const ranks = [[], [], [], [], [], [], [], []];
        for (const entry of names) {
            const place = rank(entry, words);
            if (place >= 0 && ranks[place].length < MOST) ranks[place].push(entry);
        }
        return ranks.flat().slice(0, MOST);
    }

    function option(entry, number) {
        const item = document.createElement('li');
        const link = document.createElement('a');
        const name = document.createElement('code');
        const what = document.createElement('span');
        item.id = 'found-' + number;
        item.setAttribute('role', 'option');
        item.setAttribute('aria-selected', 'false');
        link.href = root + entry.page;
        link.tabIndex = -1;
        name.textContent = entry.name;
        what.textContent = entry.what;
        link.append(name, ' ', what);
        item.append(link);
        return item;
    }

    function nothing() {
        const item = document.createElement('li');
        item.className = 'nothing';
        item.setAttribute('role', 'option');
        item.setAttribute('aria-disabled', 'true');
        item.textContent = 'Nothing is called so';
        return item;
    }

    function choose(number) {
        const items = found.querySelectorAll('li[id]');
        if (chosen >= 0 && items[chosen]) items[chosen].setAttribute('aria-selected', 'false');
        chosen = items.length === 0 ? -1 : (number + items.length) % items.length;
        if (chosen < 0) {
            query.removeAttribute('aria-activedescendant');
            return;
        }
        items[chosen].setAttribute('aria-selected', 'true');
        items[chosen].scrollIntoView({ block: 'nearest' });
        query.setAttribute('aria-activedescendant', items[chosen].id);
    }

    function show(open) {
        found.hidden = !open;
        query.setAttribute('aria-expanded', String(open));
        chosen = -1;
        query.removeAttribute('aria-activedescendant');
    }

    function update() {
        const text = query.value.trim();
        const entries = search(text);
        found.replaceChildren.apply(found, entries.length > 0 ? entries.map(option) : [nothing()]);
        show(text !== '');
        if (entries.length > 0) choose(0);
    }

    function open() {
        const link = found.querySelector('li[aria-selected="true"] a');
        if (!link) return;
        link.click();
        show(false);
    }

    const keys = {
        ArrowDown: function () { choose(chosen + 1); },
        ArrowUp: function () { choose(chosen < 0 ? -1 : chosen - 1); },
        Enter: open,
        Escape: function () { query.value = ''; show(false); },
    };

    query.addEventListener('input', update);
    query.addEventListener('focus', function () { if (query.value.trim() !== '') update(); });
    query.addEventListener('keydown', function (event) {
        if (!Object.hasOwn(keys, event.key) || event.isComposing) return;
        event.preventDefault();
        keys[event.key]();
    });
    document.addEventListener('click', function (event) {
        if (!box.contains(event.target)) show(false);
    });
    document.addEventListener('keydown', function (event) {
        if (event.key !== '/' || event.target === query) return;
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        query.focus();
        query.select();
    });
    box.hidden = false;
})();
