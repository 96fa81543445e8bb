# Generated from schema/trustgraph_v2 by gatewright 0.1.0, content c1e0f4c4c84fbeb5. Do not edit.
"""Names of `trustgraph.api.explainability`, from `trustgraph_v2`."""

from trustgraph_v2 import Analysis as Analysis
from trustgraph_v2 import Conclusion as Conclusion
from trustgraph_v2 import Decomposition as Decomposition
from trustgraph_v2 import EdgeSelection as EdgeSelection
from trustgraph_v2 import ExplainabilityClient as ExplainabilityClient
from trustgraph_v2 import ExplainEntity as ExplainEntity
from trustgraph_v2 import Exploration as Exploration
from trustgraph_v2 import Finding as Finding
from trustgraph_v2 import Focus as Focus
from trustgraph_v2 import Grounding as Grounding
from trustgraph_v2 import Observation as Observation
from trustgraph_v2 import Plan as Plan
from trustgraph_v2 import Question as Question
from trustgraph_v2 import Reflection as Reflection
from trustgraph_v2 import StepResult as StepResult
from trustgraph_v2 import Synthesis as Synthesis
from trustgraph_v2 import extract_term_value as extract_term_value
from trustgraph_v2 import wire_triples_to_tuples as wire_triples_to_tuples

__all__ = [
    "Analysis",
    "Conclusion",
    "Decomposition",
    "EdgeSelection",
    "ExplainEntity",
    "ExplainabilityClient",
    "Exploration",
    "Finding",
    "Focus",
    "Grounding",
    "Observation",
    "Plan",
    "Question",
    "Reflection",
    "StepResult",
    "Synthesis",
    "extract_term_value",
    "wire_triples_to_tuples",
]
