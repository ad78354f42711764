"""A diffusers pipeline with random weights, saved in the real directory format, small enough for a test."""

import json

SIDE, NATIVE = 64, 128


def _byte_letters():
    """The letters that byte-level BPE writes bytes in (Radford et al. 2019)."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(b) for b in shown] + [chr(256 + i) for i in range(len(hidden))]


def _tokenizer(folder):
    from transformers import CLIPTokenizer

    folder.mkdir(parents=True)
    letters = _byte_letters()
    words = [
        *letters,
        *(f"{one}</w>" for one in letters),
        "ra",
        "in</w>",
        "rain</w>",
        "<|startoftext|>",
        "<|endoftext|>",
    ]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\nr a\ni n</w>\nra in</w>\n", "utf-8")
    said = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": "<|startoftext|>",
            "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}  # fmt: skip
    (folder / "tokenizer_config.json").write_text(json.dumps(said), "utf-8")
    return CLIPTokenizer.from_pretrained(folder), len(words)


def save(folder):
    """The pipeline's folder: UNet, VAE, text encoder, tokenizer, scheduler and model_index.json."""
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel

    torch.manual_seed(0)
    tokenizer, size = _tokenizer(folder.with_name("tokens"))
    text = CLIPTextModel(
        CLIPTextConfig(
            vocab_size=size, hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
            bos_token_id=size - 2, eos_token_id=size - 1, pad_token_id=size - 1,
        )
    )  # fmt: skip
    unet = UNet2DConditionModel(
        sample_size=NATIVE // 8, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4,
        attention_head_dim=4,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(4, 8, 8, 8), norm_num_groups=4, latent_channels=4,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
    )  # fmt: skip
    pipe = StableDiffusionPipeline(
        vae=vae, text_encoder=text, tokenizer=tokenizer, unet=unet, safety_checker=None,
        scheduler=DDIMScheduler(steps_offset=1, clip_sample=False),
        feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipe.save_pretrained(folder, safe_serialization=True)
    return folder


def save_guarded(pipeline, folder):
    """The same pipeline with a real safety checker, set so strictly that it objects to everything."""
    from diffusers import StableDiffusionPipeline
    from diffusers.pipelines.stable_diffusion import StableDiffusionSafetyChecker
    from transformers import CLIPConfig, CLIPImageProcessor

    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    checker = StableDiffusionSafetyChecker(
        CLIPConfig(vision_config={**size, "image_size": 32, "patch_size": 8}, projection_dim=16)
    )
    checker.concept_embeds_weights.data.fill_(-9.0)
    eyes = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    pipe = StableDiffusionPipeline.from_pretrained(pipeline)
    parts = {**pipe.components, "safety_checker": checker, "feature_extractor": eyes}
    StableDiffusionPipeline(**parts).save_pretrained(folder, safe_serialization=True)
    return folder


def save_lora(pipeline, folder):
    """LoRA weights for that pipeline's UNet, as training scripts save them; large, so that they show."""
    import torch
    from diffusers import StableDiffusionPipeline, UNet2DConditionModel
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    torch.manual_seed(1)
    unet = UNet2DConditionModel.from_pretrained(pipeline, subfolder="unet")
    unet.add_adapter(LoraConfig(r=2, lora_alpha=2, target_modules=["to_q", "to_k", "to_v", "to_out.0"]))
    state = get_peft_model_state_dict(unet)
    state = {key: torch.randn_like(value) for key, value in state.items()}
    StableDiffusionPipeline.save_lora_weights(folder, unet_lora_layers=state, safe_serialization=True)
    return folder / "pytorch_lora_weights.safetensors"
