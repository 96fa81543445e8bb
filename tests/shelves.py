"""A small gateway that nobody has: a shop whose local gateway keeps things, with the words for that."""

from __future__ import annotations

from pathlib import Path

from gatewright.descriptor import Descriptor
from gatewright_codegen.load import load

GATEWAY = """\
gateway: sample
title: Shelves
release: "1.0"
address: {default: "http://localhost:1/"}
auth:
  header: {name: X-Key, value: "Key $token"}
errors:
  at: [error]
groups:
  things: {class: Things}
  shops: {class: Shops, scope: shop}
root:
  rest: {path: "/do/{service}"}
scopes:
  shop:
    class: Shop
    parameter: shop
    doc: One shop.
    rest: {path: "/shops/{shop}/{service}"}
socket:
  path: /socket
  query: {key: "$token?"}
  send: {id: $id, service: $service, shop: $shop?, ask: $body}
  receive: {id: id, body: answer, error: [answer.error, error], done: {last: true}}
bulk:
  token: key
rdf:
  iri: {v: $value, e: true}
  literal: {v: $value, e: false}
  quoted: {e: quoted, t: $triple}
  triple: {s: $s, p: $p, o: $o}
local:
  failures: answer
  timeout: 0.01
  read_ahead: 3
  refusals:
    unauthorized: {status: 401, message: No key, plain: true}
    malformed: {status: 400, message: That is no key, plain: true}
    path: {status: 404, message: Nothing here, plain: true}
    unreadable: {status: 200, message: $message, frame: {error: $message}}
    shapeless: {status: 200, type: odd, message: No object, frame: {id: $id, answer: {error: {kind: $type}}}}
    incomplete: {message: Half a frame, frame: {error: $message}}
    nameless: {message: No $field, frame: {error: $message}}
    unknown: {status: 200, message: "What is $operation?", frame: {error: $message}}
    late: {type: late, message: Too late}
  scopes:
    shop:
      exists:
        store: shops
        by: {name: $shop}
        missing: {status: 200, message: No shop $shop, frame: {error: $message}}
      offers: offers
      unknown: {status: 200, message: "$operation is not sold here", frame: {error: $message}}
      lacking: {type: lacking, message: "Say $field"}
  stores:
    things: {key: [shelf, name], order: [shelf, name]}
    shops: {key: name}
    pieces: {key: [number]}
  begins:
    - {operation: things.put, request: {things: [{shelf: a, name: first, price: 1}]}}
    - {operation: shops.open, request: {name: main, about: {$json: {of: [main]}}}}
"""

THINGS = """\
service: things
group: things
local:
  unknown: {type: what, message: "Cannot ${do}"}
operations:
  put:
    doc: Puts things onto shelves.
    send: {do: put}
    returns: {json: true}
    request:
      things: {type: array, items: {$ref: Thing}, required: true}
    example:
      response: {changes: 0}
    keeping:
      store: things
      does: put
      each: things
      defaults: {price: 0, note: "about $name", tags: []}
      fields:
        {shelf: $shelf, name: $name, price: $price, note: $note, tags: $tags, json: {$json: {of: $each.name}}}
      sparse: true
      counts: changes
  get:
    doc: Looks for things.
    send: {do: get}
    returns: {json: true}
    request:
      names: {type: array, items: {$ref: Thing}, required: true}
    example:
      response: {changes: $changes}
    keeping:
      store: things
      does: get
      each: names
      absent: {shelf: $shelf, name: $name, price: null}
      item: {name: $name, price: "$price?", on: "${shelf}/$name"}
      within: found
  list:
    doc: Lists things.
    send: {do: list}
    returns: {json: true}
    request:
      shelf: {type: string}
      price: {type: integer}
      tags: {type: array, items: {type: string}}
      most: {type: integer}
    example:
      response: {changes: $changes}
    keeping:
      store: things
      does: list
      where: {shelf: "$shelf?", price: "$price?", tags: "$tags?"}
      item: $name
      within: names
      total: of
      limit: most
      no_limit: 0
  shelves:
    doc: Names the shelves.
    send: {do: shelves}
    returns: {json: true}
    keeping: {store: things, does: list, item: $shelf, distinct: true}
  all:
    doc: Everything by shelf and name.
    send: {do: all}
    returns: {json: true}
    example:
      response: {changes: $changes}
    keeping: {store: things, does: list, nested: [shelf, name], item: $price, within: things}
  add:
    doc: Adds one thing that is new, and names it twice.
    send: {do: add}
    returns: {json: true}
    request:
      thing: {$ref: Thing, required: true}
      by: {type: string}
    keeping:
      store: things
      does: add
      each: thing
      fields: {shelf: $shelf, name: $name, by: $by}
      exists: {type: twice, message: There is $name on $shelf already}
      needs:
        - {store: shops, by: {name: $by}, missing: {type: nobody, message: Nobody is called $by}, after: true}
  take:
    doc: Takes one thing, and says what is left.
    send: {do: take}
    returns: {json: true}
    request:
      what: {type: string, required: true}
    example:
      response: {price: $price, owner: $owner.name}
    keeping:
      store: things
      does: remove
      by: {shelf: a, name: $what}
      missing: {type: gone, message: "No $what"}
      needs:
        - {store: shops, by: {name: main}, named: owner, missing: {message: No owner}}
      final: {name: [anchor]}
      refused: {type: dear, message: "$name stays"}
      counts: changes
  clear:
    doc: Empties a shelf.
    send: {do: clear}
    returns: {json: true}
    request:
      shelf: {type: string, required: true}
    example:
      response: {changes: $changes}
    keeping: {store: things, does: remove, where: {shelf: $shelf}, counts: changes}
  sell:
    doc: Imports the things of a shelf into a shop.
    send: {do: sell}
    returns: {json: true}
    request:
      shelf: {type: string, required: true}
      shop: {type: string, required: true}
    example:
      response: {sold: true}
    keeping:
      store: things
      does: list
      where: {shelf: $shelf}
      replay:
        - {import: pieces, message: {of: $shelf, pieces: [{number: $price, name: $name}]}}
  refuse:
    doc: Refuses nearly everything.
    send: {do: refuse}
    returns: {json: true}
    example:
      refused:
        - {when: {about.colour: [red]}, say: {type: red, message: "Not ${about.colour}"}}
        - {unless: {about.size: [1, 2]}, say: {type: size, message: Too large}}
      response: {fine: true}
"""

SHOPS = """\
service: shops
group: shops
operations:
  open:
    doc: Opens a shop.
    send: {do: open}
    returns: {json: true}
    request:
      name: {type: string, required: true}
      about: {type: string, required: true}
    example:
      response: {name: $name}
    keeping:
      store: shops
      does: put
      fields: {name: $name, about: {$parse: $about}, offers: {price: {}, slow: {}, loud: {}}}
"""

PRICE = """\
service: price
scope: shop
operations:
  price:
    doc: Tells a price.
    returns: {json: true}
    request:
      of: {type: string, required: true}
      loud: {type: boolean, default: false}
    stream: {switch: loud, other: Word}
    example:
      response: {price: 7, of: $of}
      stream:
        - {word: $of}
        - {word: costs 7}
"""

SLOW = """\
service: slow
scope: shop
local:
  lacking: {message: "'$field'", body: {error: $message}}
operations:
  slow:
    doc: Answers, and does not end.
    returns: {json: true}
    request:
      of: {type: string, required: true}
    example:
      response: {half: $of}
      unfinished: true
"""

PIECES = """\
service: pieces
scope: shop
operations:
  pieces_of:
    doc: What was imported.
    service: loud
    returns: {json: true}
    request:
      of: {type: integer}
    keeping:
      store: pieces
      does: list
      where: {number: "$of?", shop: $shop}
imports:
  pieces:
    doc: Imports pieces.
    path: "/shops/{shop}/import/pieces"
    scope: shop
    item: Piece
    message: {of: $of, pieces: $items, more: "$more?"}
    arguments:
      of: {type: string, required: true}
      more: {type: integer}
    keeping:
      store: pieces
      does: put
      fields: {number: $number, name: $name, of: $of, shop: $shop}
  facts:
    doc: Imports facts, and loses them.
    path: "/shops/{shop}/import/facts"
    scope: shop
    item: rdf:Triple
    message: {facts: $items}
    lost: true
exports:
  pieces:
    doc: Exports pieces.
    path: "/shops/{shop}/export/pieces"
    scope: shop
    item: Piece
    message: {pieces: $items}
  facts:
    doc: Exports facts.
    path: "/shops/{shop}/export/facts"
    scope: shop
    item: rdf:Triple
    message: {facts: $items}
"""

TYPES = """\
types:
  Thing:
    type: object
    required: [shelf, name]
    properties:
      shelf: {type: string}
      name: {type: string}
      price: {type: integer}
      note: {type: string}
      tags: {type: array, items: {type: string}}
records:
  Word:
    doc: A word.
    fields:
      word: {type: string, doc: The word.}
  Piece:
    doc: A piece.
    fields:
      number: {type: integer, doc: Its number.}
      name: {type: string, doc: Its name.}
      colour: {type: string, default: red, doc: Its colour.}
      about: {$ref: rdf:Term, nullable: true, doc: What it is about.}
"""

FILES = {
    "gateway.yaml": GATEWAY,
    "services/things.yaml": THINGS,
    "services/shops.yaml": SHOPS,
    "services/price.yaml": PRICE,
    "services/slow.yaml": SLOW,
    "services/pieces.yaml": PIECES,
    "types/all.yaml": TYPES,
}


def shelves(root: Path) -> Descriptor:
    """The descriptor; `root` is an empty folder."""
    for name, text in FILES.items():
        path = root / "sample" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load(root, "sample").descriptor
