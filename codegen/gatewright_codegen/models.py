"""Types of the descriptor to pydantic models, by datamodel-code-generator."""

from __future__ import annotations

import ast
import warnings
from typing import Any

from gatewright.descriptor import Descriptor, Schema

from . import names
from .annotations import is_optional
from .inert import paragraphs

# Stand-ins for RDF values in the JSON Schema; each becomes a type of the generated fields module.
_FIELDS = {"rdf:Term": ("RdfTerm", "TermField"), "rdf:Triple": ("RdfTriple", "TripleField")}

# The same for what JSON has no type for; each becomes a type of gatewright.model.
_FORMATS = {"seconds": "Seconds", "base64": "Base64", "json": "Json"}

_SPOKEN = "gatewright.model.TextModel"


def json_schema(descriptor: Descriptor) -> dict[str, Any]:
    """All types as one JSON Schema document."""
    definitions: dict[str, Any] = {name: _type(schema) for name, schema in descriptor.types.items()}
    for stand_in in (*(stand_in for stand_in, _field in _FIELDS.values()), *_FORMATS.values()):
        definitions[stand_in] = {"type": "object"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}


def _type(schema: Schema) -> dict[str, Any]:
    # The generator makes a field optional unless it is required, so what has a default counts as required.
    required = [
        wire
        for wire, part in schema.properties.items()
        if not is_optional(part, required=wire in schema.required)
    ]
    made: dict[str, Any] = {
        "type": "object",
        "properties": {wire: _property(part) for wire, part in schema.properties.items()},
        "required": required,
    }
    if schema.description:
        made["description"] = paragraphs(schema.description)
    if schema.text is not None:
        made["text"] = names.property_name(schema.text, schema.properties[schema.text])
    return made


def _property(schema: Schema) -> dict[str, Any]:
    made = _value(schema)
    if schema.description:
        made["description"] = paragraphs(" ".join(schema.description.split()))
    if schema.default is not None:
        made["default"] = schema.default
    if schema.also:
        made["also"] = schema.also
    return made


def _value(schema: Schema) -> dict[str, Any]:
    if schema.ref is not None:
        return {"$ref": f"#/$defs/{_FIELDS[schema.ref][0] if schema.ref in _FIELDS else schema.ref}"}
    if schema.format is not None:
        return {"$ref": f"#/$defs/{_FORMATS[schema.format]}"}
    if schema.enum:
        # Open: a newer gateway may know more values than the descriptor does.
        return {"anyOf": [{"type": "string", "enum": schema.enum}, {"type": "string"}]}
    if schema.type is None or schema.type == "any":
        return {}
    made: dict[str, Any] = {"type": schema.type}
    if schema.type == "array":
        made["items"] = _item(schema.items) if schema.items is not None else {}
    if schema.type == "object":
        made["additionalProperties"] = (
            _item(schema.additionalProperties) if schema.additionalProperties is not None else True
        )
    return made


def _item(schema: Schema) -> dict[str, Any]:
    """The schema of an array's items, or of an object's values, which may be null in its place."""
    made = _value(schema)
    return {"anyOf": [made, {"type": "null"}]} if schema.nullable and made else made


def models_source(descriptor: Descriptor, header: str) -> str:
    """Source of models.py, not yet formatted."""
    # Imported here, since a run that finds nothing changed should not pay for it.
    from datamodel_code_generator import LiteralType, generate
    from datamodel_code_generator.enums import DataModelType, InputFileType
    from datamodel_code_generator.format import PythonVersion

    package = descriptor.gateway.gateway
    fields = [
        (name, wire, names.property_name(wire, part))
        for name, schema in descriptor.types.items()
        for wire, part in schema.properties.items()
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = generate(
            json_schema(descriptor),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            target_python_version=PythonVersion.PY_311,
            base_class="gatewright.model.Model",
            base_class_map={name: _SPOKEN for name, schema in descriptor.types.items() if _speaks(schema)},
            type_overrides={
                **{stand_in: f"{package}.fields.{field}" for stand_in, field in _FIELDS.values()},
                **{stand_in: f"gatewright.model.{stand_in}" for stand_in in _FORMATS.values()},
            },
            aliases={f"{name}.{wire}": python for name, wire, python in fields if wire != python},
            enum_field_as_literal=LiteralType.All,
            field_extra_keys={"also"},
            model_extra_keys={"text"},
            apply_default_values_for_required_fields=True,
            use_schema_description=True,
            use_field_description=True,
            use_single_line_docstring=True,
            use_double_quotes=True,
            use_standard_collections=True,
            use_union_operator=True,
            keep_model_order=True,
            skip_root_model=True,
            disable_timestamp=True,
            allow_remote_refs=False,
            formatters=[],
            custom_file_header=f'{header}\n"""Responses and their parts, as pydantic models."""',
        )
    if not isinstance(source, str):
        raise TypeError("datamodel-code-generator did not return one module")
    _check(source, {(name, python) for name, _wire, python in fields}, set(descriptor.types))
    return source


def _speaks(schema: Schema) -> bool:
    """Whether a model has a text that its fields leave the name `text` free for."""
    taken = {names.property_name(wire, part) for wire, part in schema.properties.items()}
    return schema.text is not None and "text" not in taken


def _check(source: str, expected: set[tuple[str, str]], classes: set[str]) -> None:
    """Prove that the source holds the models that were asked for, and nothing else that could run."""
    found: set[tuple[str, str]] = set()
    made: set[str] = set()
    for statement in ast.parse(source).body:
        match statement:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                continue
            case ast.ClassDef():
                made.add(statement.name)
                found |= {(statement.name, name) for name in _fields(statement)}
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="model_rebuild"), args=[], keywords=[])):
                continue
            case _:
                raise ValueError(f"models.py has an unexpected statement: {ast.unparse(statement)[:80]}")
    if found != expected or made != classes:
        odd = sorted(map(str, (found ^ expected) | (made ^ classes)))
        raise ValueError(f"models.py does not have the fields that the descriptor names: {', '.join(odd)}")


def _fields(model: ast.ClassDef) -> list[str]:
    fields: list[str] = []
    for statement in model.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name)):
                fields.append(name)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                continue
            case ast.Assign(targets=[ast.Name(id="model_config")]):
                continue
            case _:
                raise ValueError(f"{model.name} has an unexpected statement: {ast.unparse(statement)[:80]}")
    return fields
