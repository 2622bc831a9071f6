// Search inside a pack: no network, no storage, nothing but the index beside it.
(function (root) {
"use strict";

// ---- numbers: five bits a character, the sixth says that more follow
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", DIGIT = {};
for (var a = 0; a < 64; a++) { DIGIT[ALPHABET.charAt(a)] = a; }
function numbers(text) {
	var out = [], value = 0, shift = 0, digit;
	for (var i = 0; i < text.length; i++) {
		digit = DIGIT[text.charAt(i)];
		value += (digit & 31) * Math.pow(2, shift);
		if (digit & 32) { shift += 5; } else { out.push(value); value = shift = 0; }
	}
	return out;
}

// ---- words
var LETTERS = { "æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n", "ŧ": "t", "ſ": "s" };
function fold(text) {
	return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[æœøßđðþłħıŋŧſ]/g, function (c) { return LETTERS[c]; });
}
function words(text) {
	return fold(text).replace(/['\u2018\u2019\u02bc\u00ad\u200b\ufeff]/g, "").split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);
}

// ---- the Snowball English stemmer (Porter 2)
var VOWEL = /[aeiouy]/, SPECIAL = { skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl", ugly: "ugli",
	early: "earli", only: "onli", singly: "singl" };
"sky news howe atlas cosmos bias andes".split(" ").forEach(function (w) { SPECIAL[w] = w; });
var KEPT = /^(inning|outing|canning|herring|earring|proceed|exceed|succeed)$/;
var STEP2 = { ization: "ize", ational: "ate", fulness: "ful", ousness: "ous", iveness: "ive", tional: "tion", biliti: "ble", lessli: "less",
	entli: "ent", ation: "ate", alism: "al", aliti: "al", ousli: "ous", iviti: "ive", fulli: "ful", enci: "ence", anci: "ance", abli: "able",
	izer: "ize", ator: "ate", alli: "al", bli: "ble", ogi: "og", li: "" };
var STEP3 = { ational: "ate", tional: "tion", alize: "al", icate: "ic", iciti: "ic", ative: "", ical: "ic", ness: "", ful: "" };
var STEP4 = "ement ance ence able ible ment ant ent ism ate iti ous ive ize ion al er ic".split(" ");
function ends(word, suffix) { return word.length >= suffix.length && word.slice(-suffix.length) === suffix; }
function region(word, from) {
	var match = /[aeiouy][^aeiouy]/.exec(word.slice(from));
	return match ? from + match.index + 2 : word.length;
}
function endsShort(word) { return /^[aeiouy][^aeiouy]$/.test(word) || /[^aeiouy][aeiouy][^aeiouywxY]$/.test(word); }
function find(list, word) { for (var i = 0; i < list.length; i++) { if (ends(word, list[i])) { return list[i]; } } return null; }
var LIST2 = Object.keys(STEP2), LIST3 = Object.keys(STEP3);
function stem(w) {
	if (w.length < 3) { return w; }
	if (SPECIAL.hasOwnProperty(w)) { return SPECIAL[w]; }
	w = w.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
	var head = /^(gener|commun|arsen)/.exec(w), r1 = head ? head[0].length : region(w, 0), r2 = region(w, r1), s, base;
	if (/sses$/.test(w)) { w = w.slice(0, -2); }
	else if (/ie[ds]$/.test(w)) { w = w.slice(0, w.length > 4 ? -2 : -1); }
	else if (/s$/.test(w) && !/(us|ss)$/.test(w) && VOWEL.test(w.slice(0, -2))) { w = w.slice(0, -1); }
	if (KEPT.test(w)) { return w; }
	if ((s = find(["eedly", "eed"], w))) {
		if (w.length - s.length >= r1) { w = w.slice(0, -s.length) + "ee"; }
	} else if ((s = find(["ingly", "edly", "ing", "ed"], w)) && VOWEL.test(base = w.slice(0, -s.length))) {
		w = base;
		if (/(at|bl|iz)$/.test(w)) { w += "e"; }
		else if (/(bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(w)) { w = w.slice(0, -1); }
		else if (r1 >= w.length && endsShort(w)) { w += "e"; }
	}
	if (/[^aeiouy][yY]$/.test(w) && w.length > 2) { w = w.slice(0, -1) + "i"; }
	if ((s = find(LIST2, w)) && w.length - s.length >= r1) {
		base = w.slice(0, -s.length);
		if (s === "ogi" ? /l$/.test(base) : s === "li" ? /[cdeghkmnrt]$/.test(base) : true) { w = base + STEP2[s]; }
	}
	if ((s = find(LIST3, w)) && w.length - s.length >= r1 && (s !== "ative" || w.length - s.length >= r2)) { w = w.slice(0, -s.length) + STEP3[s]; }
	if ((s = find(STEP4, w)) && w.length - s.length >= r2 && (s !== "ion" || /[st]ion$/.test(w))) { w = w.slice(0, -s.length); }
	if (/e$/.test(w)) {
		if (w.length - 1 >= r2 || (w.length - 1 >= r1 && !endsShort(w.slice(0, -1)))) { w = w.slice(0, -1); }
	} else if (/ll$/.test(w) && w.length - 1 >= r2) { w = w.slice(0, -1); }
	return w.replace(/Y/g, "y");
}

// ---- British and American spellings count as one
var PAIRS = { maths: "math", programme: "program", programmes: "programs", centre: "center", centres: "centers", centred: "centered", licence: "license",
	licences: "licenses", practise: "practice", practises: "practices", practised: "practiced", practising: "practicing", defence: "defense",
	catalogue: "catalog", catalogues: "catalogs", dialogue: "dialog", dialogues: "dialogs", grey: "gray", judgement: "judgment",
	judgements: "judgments", fulfil: "fulfill", skilful: "skillful", enrol: "enroll", enrolment: "enrollment", learnt: "learned", ageing: "aging" };
function paired(w) {
	if (w.length < 4) { return w; }
	if (PAIRS.hasOwnProperty(w)) { return PAIRS[w]; }
	var head = w.replace(/^enquir/, "inquir").replace(/^((?:mis)?behavi|col|fav|hon|lab|neighb|harb|hum|rum|flav|endeav|vap|rig|vig)our/, "$1or").replace(/^mould/, "mold");
	if (head !== w) { return head; }
	var tail = /^(.{4,}[iy])s(e|ed|es|er|ers|ing|ation|ations|able)$/.exec(w);
	return tail ? tail[1] + "z" + tail[2] : w;
}
function normal(w) { return w.length > 2 && !/[0-9]/.test(w) ? stem(paired(w)) : w; }

// ---- Scottish Gaelic: mutations undone, prefixes off, spellings joined
var STOP = {};
("a an am na nan nam agus is s ach air aig anns ann as bho o do de le ri gu gun gum nach cha chan tha bha bidh bhiodh bhith e i iad mi thu sinn sibh " +
	"mo seo sin siud no mar cho dha dhan dhen don den leis ris fo tro mu eadar airson ro sa san nas ar ur bhur eil").split(" ").forEach(function (w) { STOP[w] = 1; });
function gaelicPart(w) {
	if (w.length >= 4 && /^[bcdfgmpst]h/.test(w)) { w = w.charAt(0) + w.slice(2); }
	w = w.replace(/'/g, "").replace(/sd/g, "st").replace(/^sc/, "sg").replace(/(.)sb/g, "$1sp");
	if (w.length >= 5) { w = w.replace(/us$/, "as").replace(/uinn$/, "ainn"); }
	var short = null, match = /^(.{3,}?)(aichean|eachan|achan|annan|tean|ean|an)$/.exec(w);
	if (match) { short = match[1]; }
	else if (w.length >= 6 && /(aidh|aisg|aim)$/.test(w)) { short = w.replace(/aidh$/, "adh").replace(/aisg$/, "asg").replace(/aim$/, "am"); }
	else if (w.length >= 5 && /aich$/.test(w)) { short = w.replace(/aich$/, "ach"); }
	return { term: w, stem: short };
}
function gaelic(surface) {
	var w = surface.replace(/[\u2018\u2019\u02bc\u02b9\u2032\u0060\u00b4]/g, "'").replace(/[\u2010-\u2013\u2212]/g, "-");
	if (/^[hnt]/.test(w) && (/^.[AEIOUÀÈÌÒÙÁÉÍÓÚ]/.test(w) || /^tS/.test(w))) { w = w.slice(1); }
	w = fold(w);
	function unprefixed(t) { return t.replace(/^[hnt]-(?=[aeiou])/, "").replace(/^t-(?=s)/, ""); }
	w = unprefixed(w).replace(/^(dh|b|m|d|t)'(?=[aeiou]|fh)/, "").replace(/^'+|'+$/g, "");
	w = unprefixed(w).replace(/^coi?mh-/, "co-");
	var pieces = w.split("-").filter(Boolean), out = { joined: null, parts: [], isStop: false };
	if (pieces.length === 1) {
		out.isStop = pieces[0].length <= 1 || STOP.hasOwnProperty(pieces[0].replace(/'/g, ""));
		out.parts = [gaelicPart(pieces[0])];
	} else if (pieces.length) {
		out.joined = gaelicPart(pieces.join("")).term;
		out.parts = pieces.filter(function (p) { return p.length > 1 && p !== "an"; }).map(gaelicPart);
	}
	return out;
}
function gaelicTerms(g) {
	var list = g.joined ? [g.joined] : [];
	g.parts.forEach(function (p) { [p.term, p.stem].forEach(function (t) { if (t && list.indexOf(t) < 0) { list.push(t); } }); });
	return list;
}

// ---- the index
function unfront(text) {
	var last = "", out = [];
	if (!text) { return out; }
	text.split("\n").forEach(function (line) { last = last.slice(0, DIGIT[line.charAt(0)]) + line.slice(1); out.push(last); });
	return out;
}
function Engine(data) {
	var self = this, count = data.docs.length;
	this.data = data;
	this.count = count;
	this.terms = unfront(data.terms);
	this.posts = data.posts ? data.posts.split("\n") : [];
	this.gposts = data.gposts ? data.gposts.split("\n") : [];
	this.at = new Map();
	this.stems = new Map();
	this.gaelic = new Map();
	this.terms.forEach(function (term, i) {
		self.at.set(term, i);
		var key = normal(term), list = self.stems.get(key);
		if (list) { list.push(i); } else { self.stems.set(key, [i]); }
	});
	unfront(data.gterms).forEach(function (surface, i) {
		gaelicTerms(gaelic(surface)).forEach(function (term) {
			var list = self.gaelic.get(term);
			if (list) { list.push(i); } else { self.gaelic.set(term, [i]); }
		});
	});
	this.fields = data.fields.map(function (field) {
		var lengths = numbers(field.l), sum = 0, having = 0;
		lengths.forEach(function (n) { sum += n; if (n) { having += 1; } });
		return { weight: field.w, lengths: lengths, average: having ? sum / having : 1 };
	});
}
// field → Map of document → frequency, over several terms; `first` is the field of the list's first bit
function gather(posts, indexes, first, mask, into) {
	indexes.forEach(function (index) {
		var list = numbers(posts[index]), doc = -1, i = 0;
		while (i < list.length) {
			var step = list[i++], plain = step % 2, fields = plain ? 4 : list[i++];
			doc += (step - plain) / 2 + 1;
			for (var f = 0; f < 5; f++) {
				if (!(fields & (1 << f))) { continue; }
				var frequency = plain ? 1 : list[i++] + 1;
				if (!(mask & (1 << f))) { continue; }
				var map = into[first + f] || (into[first + f] = new Map());
				map.set(doc, (map.get(doc) || 0) + frequency);
			}
		}
	});
}
Engine.prototype.add = function (found, factor, scores) {
	for (var f in found) {
		var field = this.fields[f], map = found[f];
		var idf = Math.log(1 + (this.count - map.size + 0.5) / (map.size + 0.5));
		map.forEach(function (frequency, doc) {
			var norm = 1.2 * (0.25 + 0.75 * field.lengths[doc] / field.average);
			scores.set(doc, (scores.get(doc) || 0) + factor * field.weight * idf * frequency / (frequency + norm));
		});
	}
};
// document → score of one written word
Engine.prototype.word = function (text, others) {
	var self = this, scores = new Map(), parts = words(text), all = null;
	parts.forEach(function (part) {
		var found = {}, mine = new Map();
		gather(self.posts, self.stems.get(normal(part)) || [], 0, 7, found);
		if (self.at.has(part)) { gather(self.posts, [self.at.get(part)], 0, 24, found); }
		self.add(found, 1, mine);
		if (self.at.has(part)) {
			var form = {}, extra = new Map();
			gather(self.posts, [self.at.get(part)], 0, 7, form);
			self.add(form, 0.25, extra);
			extra.forEach(function (score, doc) { if (mine.has(doc)) { mine.set(doc, mine.get(doc) + score); } });
		}
		all = all ? both(all, mine) : mine;
	});
	if (all) { all.forEach(function (score, doc) { scores.set(doc, score); }); }
	if (!this.gposts.length) { return scores; }
	var g = gaelic(text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""));
	if (g.isStop && others.length) {
		others.forEach(function (other) { self.gaelicDocs(other).forEach(function (score, doc) { if (!scores.has(doc)) { scores.set(doc, 0); } }); });
	} else {
		this.gaelicDocs(g).forEach(function (score, doc) { scores.set(doc, (scores.get(doc) || 0) + score); });
	}
	return scores;
};
Engine.prototype.gaelicDocs = function (g) {
	var self = this, scores = new Map(), terms = g.joined ? [[g.joined, 1]] : g.parts.length ? [[g.parts[0].term, 1], [g.parts[0].stem, 0.5]] : [];
	terms.forEach(function (term) {
		var found = {};
		if (!term[0]) { return; }
		gather(self.gposts, self.gaelic.get(term[0]) || [], 5, 7, found);
		self.add(found, term[1], scores);
	});
	return scores;
};
Engine.prototype.prefix = function (text) {
	var start = words(text).join(""), scores = new Map(), self = this, low = 0, high = this.terms.length, middle;
	while (low < high) { middle = (low + high) >> 1; if (this.terms[middle] < start) { low = middle + 1; } else { high = middle; } }
	var indexes = [];
	while (start && low < this.terms.length && this.terms[low].slice(0, start.length) === start) { indexes.push(low++); }
	var found = {};
	gather(this.posts, indexes, 0, 31, found);
	for (var f in found) { found[f].forEach(function (n, doc) { scores.set(doc, Math.max(scores.get(doc) || 0, self.fields[f].weight)); }); }
	return scores;
};
function both(a, b) {
	var out = new Map();
	a.forEach(function (score, doc) { if (b.has(doc)) { out.set(doc, score + b.get(doc)); } });
	return out;
}
// `a b -c d OR e f*`: clauses of which all must hold
function parse(query) {
	var clauses = [], not = [], or = false, quoted = /["\u201c\u201d]/.test(query);
	query.replace(/["\u201c\u201d]/g, " ").split(/\s+/).filter(Boolean).forEach(function (token) {
		if (token === "OR" && clauses.length) { or = true; return; }
		if (/^-./.test(token) && words(token.slice(1)).length) { not.push(token.slice(1)); return; }
		if (!words(token).length) { return; }
		if (or) { clauses[clauses.length - 1].push(token); } else { clauses.push([token]); }
		or = false;
	});
	return { clauses: clauses, not: not, quoted: quoted };
}
Engine.prototype.token = function (token, others) { return /.\*$/.test(token) ? this.prefix(token) : this.word(token, others); };
// { all: [[document, score]…], some: […], suggestion, quoted }; every document when nothing is asked
Engine.prototype.search = function (query) {
	var self = this, plan = parse(query), maps, result = { all: [], some: [], suggestion: null, quoted: plan.quoted };
	if (!plan.clauses.length) {
		if (!plan.not.length && query.trim()) { return result; }
		for (var d = 0; d < this.count; d++) { result.all.push([d, 0]); }
	} else {
		maps = plan.clauses.map(function (clause, index) {
			var others = [], map = new Map();
			plan.clauses.forEach(function (c, i) { if (i !== index) { c.forEach(function (t) { var g = gaelic(t); if (!g.isStop) { others.push(g); } }); } });
			clause.forEach(function (token) { self.token(token, others).forEach(function (score, doc) { map.set(doc, (map.get(doc) || 0) + score); }); });
			return map;
		});
		var seen = new Map();
		maps.forEach(function (map) { map.forEach(function (score, doc) { var s = seen.get(doc) || [0, 0]; seen.set(doc, [s[0] + 1, s[1] + score]); }); });
		var some = [], most = Math.ceil(maps.length / 2), whole = words(query).join(" ");
		seen.forEach(function (s, doc) {
			if (s[0] === maps.length) { result.all.push([doc, words(self.data.docs[doc][0]).join(" ") === whole ? Infinity : s[1]]); }
			else if (maps.length > 1 && s[0] >= most) { some.push([doc, s[1], s[0]]); }
		});
		result.all.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
		some.sort(function (a, b) { return b[2] - a[2] || b[1] - a[1] || a[0] - b[0]; });
		if (result.all.length < 5) { result.some = some; }
		result.suggestion = this.suggest(plan.clauses, maps);
	}
	plan.not.forEach(function (token) {
		var out = self.token(token, []);
		function keep(hit) { return !out.has(hit[0]); }
		result.all = result.all.filter(keep);
		result.some = result.some.filter(keep);
	});
	return result;
};
// the query with each word that finds nothing replaced by its nearest neighbour, or null
Engine.prototype.suggest = function (clauses, maps) {
	var self = this, changed = false, out = clauses.map(function (clause, i) {
		if (maps[i].size) { return clause.join(" OR "); }
		return clause.map(function (token) {
			var word = words(token).join(""), best = null, size = 0;
			self.terms.forEach(function (term, index) {
				if (term.charAt(0) !== word.charAt(0) || Math.abs(term.length - word.length) > 1 || word.length < 4 || !near(term, word)) { return; }
				var n = self.posts[index].length;
				if (n > size) { best = term; size = n; }
			});
			if (best) { changed = true; }
			return best || token;
		}).join(" OR ");
	});
	return changed ? out.join(" ") : null;
};
// one letter more, less, other, or two neighbours changed about
function near(a, b) {
	var i = 0, j = 0;
	while (i < a.length && i < b.length && a.charAt(i) === b.charAt(i)) { i++; }
	while (j < a.length - i && j < b.length - i && a.charAt(a.length - 1 - j) === b.charAt(b.length - 1 - j)) { j++; }
	var x = a.length - i - j, y = b.length - i - j;
	return (x <= 1 && y <= 1) || (x === 2 && y === 2 && a.charAt(i) === b.charAt(i + 1) && a.charAt(i + 1) === b.charAt(i));
}

if (typeof module !== "undefined") { module.exports = { stem: stem, words: words, gaelic: gaelic, gaelicTerms: gaelicTerms, normal: normal, Engine: Engine, parse: parse }; return; }

// ---- the page
var data = root.KIST_INDEX, page = root.document;
if (!data) { return; }
function id(name) { return page.getElementById(name); }
function make(tag, text, parent, name) {
	var element = page.createElement(tag);
	if (text) { element.textContent = text; }
	if (name) { element.className = name; }
	if (parent) { parent.appendChild(element); }
	return element;
}
var engine = new Engine(data), box = id("q"), status = id("status"), list = id("results"), more = id("more"), PAGE = 50, shown = PAGE, timer = 0, boxes = [];
id("extract").hidden = true;
id("search").hidden = false;

data.facets.forEach(function (facet, f) {
	var block = make("div", "", id("facets"), "facet"), toggle = make("button", facet.label, block, "plain"), group = make("fieldset", "", block);
	toggle.type = "button";
	group.id = "facet" + f;
	toggle.setAttribute("aria-controls", group.id);
	function open(isOpen) { group.hidden = !isOpen; toggle.setAttribute("aria-expanded", String(isOpen)); }
	open(false);
	toggle.addEventListener("click", function () { open(group.hidden); });
	make("legend", facet.label, group);
	facet.values.forEach(function (value, v) {
		var label = make("label", "", group, "choice"), input = make("input", "", label), text;
		input.type = "checkbox";
		text = make("span", value, label);
		input.addEventListener("change", function () { shown = PAGE; update(true); });
		boxes.push({ facet: f, value: facet.first + v, input: input, text: text, label: value });
	});
});
function chosen() {
	var out = {};
	boxes.forEach(function (b) { if (b.input.checked) { (out[b.facet] = out[b.facet] || []).push(b.value); } });
	return out;
}
function passes(doc, choice, except) {
	var has = data.docs[doc][5];
	return Object.keys(choice).every(function (f) { return f === except || choice[f].some(function (v) { return has.indexOf(v) >= 0; }); });
}
function entry(hit, isPartial) {
	var doc = data.docs[hit[0]], item = make("li", "", list), heading = make("h3", "", item), link = make("a", doc[0], heading);
	link.href = doc[1];
	if (doc[4]) { link.lang = doc[4]; }
	make("p", doc[3] + (isPartial ? " · matches only some of the words" : ""), item, "note");
	if (doc[2]) { var text = make("p", doc[2], item); if (doc[4]) { text.lang = doc[4]; } }
}
function update(now) {
	var query = box.value, choice = chosen(), isAsked = query.trim() !== "" || Object.keys(choice).length > 0;
	var result = engine.search(query), all, some, hits;
	function keep(hit) { return passes(hit[0], choice, null); }
	all = result.all.filter(keep);
	some = result.some.filter(keep);
	boxes.forEach(function (b) {
		var n = 0;
		result.all.forEach(function (hit) { if (data.docs[hit[0]][5].indexOf(b.value) >= 0 && passes(hit[0], choice, String(b.facet))) { n += 1; } });
		b.text.textContent = b.label + " (" + n + ")";
	});
	list.textContent = "";
	id("found").hidden = !isAsked;
	id("all").hidden = isAsked;
	hits = all.concat(some);
	hits.slice(0, isAsked ? shown : 0).forEach(function (hit, i) { entry(hit, i >= all.length); });
	more.hidden = !isAsked || hits.length <= shown;
	clearTimeout(timer);
	timer = setTimeout(function () { say(query, isAsked, all.length, some.length, result); }, now ? 0 : 150);
	try { root.history.replaceState(null, "", query.trim() ? "#q=" + encodeURIComponent(query.trim()) : "#"); } catch (e) { /* a page that may not change its address still searches */ }
}
function say(query, isAsked, all, some, result) {
	var text = "";
	status.textContent = "";
	if (!isAsked) { return; }
	text = all + (all === 1 ? " result" : " results") + (query.trim() ? " for “" + query.trim() + "”" : "") + ".";
	if (some) { text += " " + some + (some === 1 ? " more matches" : " more match") + " only some of the words."; }
	if (!all && !some) { text += " Try fewer or other words, or clear the filters."; }
	if (result.quoted) { text += " Quoted words are looked for one by one in a pack."; }
	make("span", text, status);
	if (result.suggestion) {
		status.appendChild(page.createTextNode(" Did you mean "));
		var button = make("button", result.suggestion, status, "plain");
		button.type = "button";
		button.addEventListener("click", function () { box.value = result.suggestion; shown = PAGE; update(true); box.focus(); });
		status.appendChild(page.createTextNode("?"));
	}
}
box.addEventListener("input", function () { shown = PAGE; update(false); });
id("search").addEventListener("submit", function (event) { event.preventDefault(); shown = PAGE; update(true); });
more.addEventListener("click", function () {
	var first = shown;
	shown += PAGE;
	update(true);
	var link = list.children[first] && list.children[first].querySelector("a");
	if (link) { link.focus(); }
});
function fromAddress() {
	var match = /^#q=(.*)$/.exec(root.location.hash);
	if (match) { try { box.value = decodeURIComponent(match[1]); } catch (e) { box.value = ""; } }
	update(true);
}
root.addEventListener("hashchange", function () { if (/^#q=/.test(root.location.hash)) { fromAddress(); } });
fromAddress();
}(typeof window === "undefined" ? this : window));
