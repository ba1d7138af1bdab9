"""Records the checkpoints of options.json: tiny random models and what transformers answers for them.

    pip install torch transformers safetensors     (recorded with torch 2.13.0+cpu and transformers 5.24.0)
    python record.py [NAME ...]

Every parameter is random from a seed and far from its usual initial value, so that a forgotten bias, scale,
mask or `1 + w` shows. Computed in fp32 with eager attention on one thread; weights that are stored in 16 bits
are rounded before. Each folder is loaded again through both spellings of its configuration and must answer
the same. A seed whose routers choose by a hair is passed over.
"""
import copy, json, math, os, shutil, sys, tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
import torch
from safetensors.torch import save_file
from transformers import CONFIG_MAPPING, AutoModelForCausalLM, Gemma3ForConditionalGeneration

HERE = os.path.dirname(os.path.abspath(__file__))
DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
EXACT = {"attn_implementation": "eager", "experts_implementation": "eager", "dtype": torch.float32}


def kind(model_type):
    return Gemma3ForConditionalGeneration if model_type == "gemma3" else AutoModelForCausalLM


def parameters(model):
    tensors = dict(model.named_parameters())
    tensors.update((n, b) for n, b in model.named_buffers() if n.endswith("e_score_correction_bias"))
    return sorted(tensors.items())


def randomise(model, seed, case):
    """Normal numbers around a centre, with a spread that keeps activations near one."""
    random = torch.Generator().manual_seed(seed)
    is_gemma = "gemma" in model.config.model_type
    for name, tensor in parameters(model):
        leaf = name.rsplit(".", 2)[-2:]
        if name.endswith("e_score_correction_bias"):
            centre, spread = case.get("router_bias", 0.0), 0.25
        elif tensor.ndim == 1 and "norm" in leaf[0]:
            centre, spread = (0.2 if is_gemma else 1.0), 0.4
        elif tensor.ndim == 1 or name.endswith("_bias"):
            centre, spread = 0.1, 0.4
        elif name.endswith("embed_tokens.weight"):
            centre, spread = 0.0, 1.2 / math.sqrt(tensor.shape[1]) if is_gemma else 0.6
        else:
            inputs = tensor.shape[1] if tensor.ndim == 3 and "gpt_oss" in model.config.model_type else tensor.shape[-1]
            centre, spread = 0.0, 1.3 / math.sqrt(inputs)
        numbers = centre + spread * torch.randn(tensor.shape, generator=random)
        tensor.data.copy_(numbers.to(DTYPES[case.get("dtype", "float32")]).float())


class Routers:
    """What the routers chose, and by how much the last chosen score was above the next."""

    def __init__(self, model):
        self.reset()
        for name, module in model.named_modules():
            if type(module).__name__.lower().endswith("topkrouter"):
                layer = int(name.split("layers.")[1].split(".")[0])
                module.register_forward_hook(lambda m, i, out, layer=layer: self.note(m, layer, *out))

    def reset(self):
        self.chosen, self.margin = {}, math.inf

    def note(self, module, layer, logits, weights, experts):
        self.chosen.setdefault(layer, (experts.int(), weights.float()))
        scores = logits
        if hasattr(module, "e_score_correction_bias"):
            scores = logits.sigmoid() + module.e_score_correction_bias
            groups = scores.unflatten(-1, (module.num_group, -1))
            best = groups.topk(2, -1)[0].sum(-1)
            self.near(best, module.topk_group)
            lowest = best.topk(module.topk_group, -1)[0][:, -1:]
            scores = torch.where((best >= lowest)[..., None], groups, -math.inf).flatten(1)
        self.near(scores, experts.shape[-1])

    def near(self, scores, count):
        if count < scores.shape[-1]:
            best = scores.topk(count + 1, -1)[0]
            self.margin = min(self.margin, (best[:, -2] - best[:, -1]).min().item())


@torch.no_grad()
def answers(model, tokens):
    """Logits of all positions, at once and token by token through the cache."""
    prefill = model(input_ids=tokens[None]).logits[0]
    cache, steps = None, []
    for token in tokens:
        output = model(input_ids=token.view(1, 1), use_cache=True, past_key_values=cache)
        cache = output.past_key_values
        steps.append(output.logits[0, -1])
    return prefill.contiguous(), torch.stack(steps)


def hub(config, case):
    """The same configuration in the spelling of checkpoints on the Hub."""
    config = copy.deepcopy(config)
    for part in [config] + [config[key] for key in ("text_config",) if key in config]:
        if "dtype" in part:
            part["torch_dtype"] = part.pop("dtype")
        for key in case.get("hub_drops", []):
            part.pop(key, None)
        part.update(case.get("hub_adds", {}) if part.get("model_type") != "gemma3" else {})
        rope = part.pop("rope_parameters", None)
        if rope and "full_attention" in rope:
            part["rope_local_base_freq"] = rope["sliding_attention"]["rope_theta"]
            rope = rope["full_attention"]
        if rope:
            part["rope_theta"] = rope.pop("rope_theta")
            part["rope_scaling"] = None if rope["rope_type"] == "default" else rope
    return config


def write(path, value):
    with open(path, "w") as file:
        json.dump(value, file, indent=1)
        file.write("\n")


def check(folder, name, tokens, expected):
    with tempfile.TemporaryDirectory() as copy_:
        shutil.copytree(folder, copy_, dirs_exist_ok=True)
        shutil.copy(f"{folder}/{name}", f"{copy_}/config.json")
        with open(f"{folder}/{name}") as file:
            model = kind(json.load(file)["model_type"]).from_pretrained(copy_, **EXACT).eval()
    found, _ = answers(model, tokens)
    error = ((found - expected).abs().max() / expected.abs().max()).item()
    assert error < 2e-6, f"{folder}/{name} is another model to transformers: {error}"


def record(name, case):
    config = CONFIG_MAPPING[case["config"]["model_type"]](**{k: v for k, v in case["config"].items() if k != "model_type"})
    model = kind(config.model_type)._from_config(config, **EXACT) if config.model_type == "gemma3" else \
        AutoModelForCausalLM.from_config(config, **EXACT)
    model.eval()
    routers = Routers(model)
    for seed in range(case["seed"], case["seed"] + 50):
        randomise(model, seed, case)
        random = torch.Generator().manual_seed(seed)
        tokens = torch.randint(3, config.get_text_config().vocab_size, (case.get("tokens", 40),), generator=random)
        routers.reset()
        prefill, steps = answers(model, tokens)
        if routers.margin > 1e-3:
            break
    error = ((prefill - steps).abs().max() / prefill.abs().max()).item()
    assert routers.margin > 1e-3 and error < 1e-5, (name, routers.margin, error)
    folder = f"{HERE}/{name}"
    shutil.rmtree(folder, ignore_errors=True)
    stored = copy.deepcopy(model).to(DTYPES[case.get("dtype", "float32")])
    stored.config.dtype = case.get("dtype", "float32")
    stored.save_pretrained(
        folder,
        max_shard_size=case.get("shard", "1GB"),
        save_original_format=not case.get("newer_names", False),
    )
    os.remove(f"{folder}/generation_config.json")
    with open(f"{folder}/config.json") as file:
        written = json.load(file)
    write(f"{folder}/config.json", written)
    write(f"{folder}/config.hub.json", hub(written, case))
    for spelling in ("config.json", "config.hub.json"):
        check(folder, spelling, tokens, prefill)
    data = {"tokens": tokens.int(), "prefill_logits": prefill, "step_logits": steps}
    for layer, (experts, weights) in routers.chosen.items():
        data[f"router.{layer}.experts"], data[f"router.{layer}.weights"] = experts.contiguous(), weights.contiguous()
    save_file(data, f"{folder}/reference.safetensors")
    size = sum(os.path.getsize(f"{folder}/{file}") for file in os.listdir(folder))
    print(f"{name}: seed {seed}, {size} bytes, prefill against steps {error:.1e}, spread {prefill.std():.2f}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    with open(f"{HERE}/options.json") as file:
        cases = json.load(file)
    for name in sys.argv[1:] or cases:
        record(name, cases[name])
